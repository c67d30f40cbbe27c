import type { Route } from './taxonomy';

/** Points that a route gets when the pattern is somewhere in the request. */
export interface RouteRule {
  readonly route: Route;
  readonly points: number;
  readonly pattern: RegExp;
}

const rule = (route: Route, points: number, pattern: RegExp): RouteRule => ({
  route,
  points,
  pattern,
});

/**
 * Words that speak for a route. English, with the commonest German, French, Spanish, Portuguese,
 * Chinese and Japanese ones. Matched against the lower-case text; patterns are plain alternations,
 * which the engine runs in microseconds and which can't backtrack badly.
 */
export const ROUTE_RULES: readonly RouteRule[] = [
  // implementation
  rule(
    'implementation/feature_development',
    4,
    /\b(?:add|implement|build|introduce|support|create)\b[^.?!\n]{0,50}\b(?:feature|endpoint|page|button|option|flag|field|screen|form|toggle|support|integration|login|pagination|filter|command|middleware|widget|dialog|setting|column|webhook|notification|export|upload|search)/u,
  ),
  rule(
    'implementation/feature_development',
    2,
    /\b(?:implement|new feature|user story|acceptance criteria|allow users? to|add support)\b/u,
  ),
  rule(
    'implementation/feature_development',
    3,
    /(?:neue funktion|füge .{0,40}hinzu|ajoute[rz]? |añad[ea]|agreg[ae]|adicion[ae]|实现|添加|実装|追加)/u,
  ),
  rule(
    'implementation/code_generation',
    4,
    /\b(?:write|create|generate|give me|make|code|show|need|produce|provide)\b[^.?!\n]{0,40}\b(?:function|script|snippet|class|regex|regular expression|query|one-liner|method|program|sql|component|module|parser|macro|dockerfile|makefile|algorithm|helper|hook|struct|decorator|generator|type|schema|formula|expression)\b/u,
  ),
  rule(
    'implementation/code_generation',
    2,
    /\b(?:function (?:that|which|to|called|named)|in (?:python|javascript|typescript|rust|go|java|c\+\+|c#|ruby|bash|sql|kotlin|swift|php|haskell)|leetcode|fizzbuzz|boilerplate|return only (?:the )?code|signature)\b/u,
  ),
  rule(
    'implementation/code_generation',
    4,
    /(?:schreib\w*.{0,40}(?:funktion|skript|programm|klasse)|écri[st].{0,40}(?:fonction|script)|escrib\w*.{0,40}(?:función|script|programa)|escrev\w*.{0,40}(?:função|script)|写一个|编写|関数を)/u,
  ),
  rule(
    'implementation/test_creation',
    7,
    /\b(?:write|add|create|generate|cover|need|draft|design|produce|list|implement)\b[^.?!\n]{0,60}\b(?:unit tests?|tests|test cases?|test suite|integration tests?|e2e tests?|property[- ]based tests?|specs?|regression tests?|snapshot tests?|test)\b/u,
  ),
  rule(
    'implementation/test_creation',
    3,
    /\b(?:test coverage|edge cases? to test|fixtures?|parametri[sz]ed|table-driven|test plan|fuzz(?:ing)?|mock(?:s|ing)?)\b/u,
  ),
  rule(
    'implementation/test_creation',
    6,
    /(?:schreib\w*.{0,40}tests?\b|écri\w*.{0,40}tests?\b|escrib\w*.{0,40}(?:tests?|pruebas)|写.{0,12}测试|テストを(?:書|追加))/u,
  ),
  // debugging
  rule(
    'debugging/bug_fixing',
    4,
    /\b(?:fix|bug|broken|doesn'?t work|does not work|not working|isn'?t working|stopped working|wrong (?:result|output|answer|value|order|total)|off[- ]by[- ]one|crash(?:es|ed|ing)?|throws?|exception|traceback|stack ?trace|segfault|typeerror|nullpointer\w*|undefined is not|cannot read propert\w+|keyerror|valueerror|indexerror|panic(?:s|ked)?|compile error|syntax error|misbehav\w+)\b/u,
  ),
  rule(
    'debugging/bug_fixing',
    2,
    /\b(?:error|fails?|failing|incorrect(?:ly)?|unexpected|instead of|should (?:be|return|print|have)|debug|patch|repair|correct the)\b/u,
  ),
  rule(
    'debugging/bug_fixing',
    4,
    /(?:fehler|funktioniert nicht|beheb|repariere|corrige|ne marche pas|ne fonctionne pas|bogue|no funciona|arregl|corrig|não funciona|修复|报错|不工作|バグ|エラー|直して)/u,
  ),
  rule(
    'debugging/test_repair',
    9,
    /\b(?:fix|repair|failing|fails?|failed|broken|flaky|red|update|unstable|intermittent(?:ly)?|stale|outdated|green again|pass again)\b[^.?!\n]{0,40}\b(?:tests?|specs?|test suite|snapshots?|assertions?|suite|fixtures?)\b/u,
  ),
  rule(
    'debugging/test_repair',
    8,
    /\b(?:tests?|specs?|suite|snapshots?|assertions?)\b[^.?!\n]{0,40}\b(?:fails?|failing|failed|broken|flaky|red|pass(?:es)? (?:locally|again)|time out|times out|timing out|out of date|outdated|intermittent(?:ly)?)\b/u,
  ),
  rule(
    'debugging/root_cause_analysis',
    7,
    /\b(?:root[- ]cause|why (?:is|does|do|did|are|would|has|was)|find out why|figure out why|explain why|what(?:'s| is| could be)? caus(?:es|ed|ing|e)|cause of|diagnos\w+|post[- ]?mortem|investigate (?:why|the)|narrow down|bisect|memory leak|deadlock|race condition|intermittent|slow(?:er|ed)? (?:since|after)|regression|outage|incident|latency spike)\b/u,
  ),
  rule(
    'debugging/root_cause_analysis',
    8,
    /(?:warum|ursache|pourquoi|cause racine|por qué|causa raíz|por que|causa|为什么|原因|なぜ)/u,
  ),
  // refactoring
  rule(
    'refactoring/code_cleanup',
    6,
    /\b(?:clean ?up|refactor(?:ing|ed)?|tidy|simplif\w+|rename\w*|dead code|unused|duplicat\w+|dry up|readab\w+|lint(?:er|ing)?|format(?:ting)?|magic numbers?|extract (?:a |the )?(?:function|method|constant|helper|variable)|shorten|nested ifs?|early returns?|deduplicat\w+|consisten(?:t|cy))\b/u,
  ),
  rule(
    'refactoring/code_cleanup',
    6,
    /(?:aufräum|refaktor|vereinfach|refactoris|nettoie|simplifie|refactoriz|limpia|simplific|重构|清理|リファクタ|整理)/u,
  ),
  rule(
    'refactoring/architecture_improvement',
    7,
    /\b(?:decoupl\w+|split (?:the|this|our|up)[^.?!\n]{0,40}(?:module|service|class|monolith|file|component|package|god)|god (?:class|object)|monolith\w*|separation of concerns|dependency injection|circular (?:dependenc\w+|imports?)|layer(?:s|ed|ing)|modulari[sz]\w+|restructur\w+|hexagonal|clean architecture|tight(?:ly)? coupl\w+|coupling|introduce (?:an? )?(?:interface|abstraction|layer|facade|repository)|extract (?:an? |the )?(?:service|module|interface|package|class|layer))\b/u,
  ),
  rule(
    'refactoring/migration',
    9,
    /\b(?:migrat\w+|upgrad\w+|port(?:ing)? (?:the|this|our|it|from|to|a|an|every|all)|convert\w*[^.?!\n]{0,60}\bto\b|move (?:us |it |everything )?(?:off|from)[^.?!\n]{0,50}\bto\b|switch (?:from|over)|replace [^.?!\n]{0,40}\bwith\b|moderni[sz]e|deprecat\w+|from (?:python ?2|commonjs|javascript|jest|webpack|vue ?2|angularjs|mysql|rest)\b[^.?!\n]{0,20}\bto\b|codemod)/u,
  ),
  rule('refactoring/migration', 7, /(?:migrier|umstell|migre[rz]?|migrar|迁移|升级|移行)/u),
  // planning and design
  rule(
    'planning_design/architecture_design',
    7,
    /\b(?:architecture|architect|architectural|microservices?|event[- ]driven|cqrs|event sourcing|bounded contexts?|adr|component diagram|module boundaries|service boundaries|api design|data model|domain model|schema design|monolith or|trade-?offs?)\b/u,
  ),
  rule(
    'planning_design/architecture_design',
    3,
    /\b(?:design|choose between|which (?:pattern|approach)|pros and cons)\b/u,
  ),
  rule(
    'planning_design/technical_planning',
    7,
    /\b(?:plan|road ?map|milestones?|break (?:down|it down|this down)|estimate|rollout|roll-?out|phases?|phased|sprint|backlog|work items?|tickets?|timeline|steps? to|strategy for|checklist|prioriti[sz]e|sequence the|project plan|schedule)\b/u,
  ),
  rule(
    'planning_design/technical_planning',
    6,
    /(?:planung|plane |erstelle einen plan|planifi|feuille de route|plan de|hoja de ruta|planeja|计划|规划|計画)/u,
  ),
  rule(
    'planning_design/system_design',
    8,
    /\b(?:system design|design (?:a|an|the|our) [^.?!\n]{0,60}(?:system|service|platform|pipeline|queue|cache|store|database|shortener|limiter|scheduler|feed|backend|infrastructure|engine)|scal(?:e|es|able|ability|ing)|requests per second|qps|rps|high availability|throughput|sharding|load balanc\w+|millions? of|multi-?region|fault[- ]toleran\w+|99\.9+|consistency model|replicat\w+|capacity|disaster recovery)\b/u,
  ),
  rule(
    'planning_design/system_design',
    6,
    /(?:entwirf|entwurf|conçois|concevoir|diseñ|projet[ae]|设计|設計)/u,
  ),
  // investigation
  rule(
    'investigation/repo_exploration',
    7,
    /\b(?:where (?:is|are|do|does|in)|find (?:all|every|the|where|which|me)|locate|list (?:all|every|the) (?:files?|usages?|callers?|places|modules?|endpoints?|routes?|references?|functions?|directories)|search (?:the|this|our|for)|which files?|look (?:through|around|for)|grep|usages? of|repo(?:sitory)?|callers? of|entry points?|project structure|directory|folder|explore)\b/u,
  ),
  rule(
    'investigation/repo_exploration',
    6,
    /(?:wo (?:ist|wird|befindet)|finde alle|où (?:est|se)|trouve|dónde|encuentra|onde|在哪里|查找|どこ)/u,
  ),
  rule(
    'investigation/codebase_understanding',
    6,
    /\b(?:explain|how does|how do|how is|what does|walk me through|understand|describe (?:how|what|the)|what happens when|summari[sz]e|overview of|meaning of|trace (?:the|how|through)|data flow|call flow|interact|responsib\w+|read (?:this|the) code|what will|what is printed|output of)\b/u,
  ),
  rule(
    'investigation/codebase_understanding',
    5,
    /(?:erkläre|wie funktioniert|was macht|explique|comment fonctionne|explica|cómo funciona|como funciona|解释|説明)/u,
  ),
  rule(
    'investigation/external_research',
    7,
    /\b(?:research|compare|comparison|versus|vs\.?|latest|current(?:ly)? (?:best|state|version|recommended)|look up|online|web|docs? (?:for|of|say)|documentation (?:for|of|says?)|best (?:library|libraries|tool|practice)s?|alternatives? to|state of the art|which (?:library|framework|tool|database|version|licen[cs]e)|rfc|release notes|changelog|licen[cs]e|survey|what is the (?:capital|difference|default|maximum|standard)|who (?:is|was|wrote)|when (?:did|was)|papers?|vendor|pricing|cve)\b/u,
  ),
  rule(
    'investigation/external_research',
    5,
    /(?:recherchier|vergleiche|compare[rz]|recherche|investiga |compara|pesquis|比较|调研|比較|調べて)/u,
  ),
  // agentic execution
  rule(
    'agentic_execution/tool_usage',
    7,
    /\b(?:use (?:the|your|a) [^.?!\n]{0,40}(?:tools?|api|function|mcp|plugin|browser|calculator|search)|call (?:the|a) [^.?!\n]{0,30}(?:api|tool|function|endpoint)|tool calls?|fetch (?:the|this|from)|send (?:an? |the )?(?:email|message|request|slack)|calendar|weather|open (?:a|an) (?:issue|ticket|pr|pull request)|jira|slack|read the file|write (?:it |this |the \w+ )?to (?:the )?(?:file|disk)|via (?:the )?(?:api|mcp|tool))\b/u,
  ),
  rule(
    'agentic_execution/terminal_operations',
    8,
    /\b(?:run|execute|terminal|shell|command line|commands?|bash|zsh|powershell|install|npm|pip|apt|brew|docker|kubectl|git (?:commit|push|rebase|log|status|checkout|merge|stash|bisect|reset|tag|branch)|ssh|chmod|grep|curl|systemctl|cron|tail the|kill the process|port \d+|disk (?:space|usage)|free up|restart|tar|rsync)\b/u,
  ),
  rule(
    'agentic_execution/terminal_operations',
    6,
    /(?:führe .{0,30}aus|installiere|exécute|lance |installe|ejecuta|instala|executa|运行|执行|安装|実行|インストール)/u,
  ),
  rule(
    'agentic_execution/multi_step_execution',
    6,
    /\b(?:then|after that|afterwards?|finally|once (?:that|it|this|they)|step by step|end[- ]to[- ]end|and then|until (?:all|they|it|everything|the)|next,|in order|first,|iterate|for each)\b/u,
  ),
  rule(
    'agentic_execution/multi_step_execution',
    5,
    /\b(?:open a (?:pr|pull request)|commit|deploy|release|push|verify (?:that|it|the)|re-?run|report back|set ?up|bootstrap|provision|automate|autonomous\w*|whole (?:workflow|process|pipeline))\b/u,
  ),
];
