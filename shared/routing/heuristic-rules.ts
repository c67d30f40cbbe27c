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
    7,
    /\b(?:add|implement|build|introduce|support|create|we want|i want|show me how)\b[^.?!\n]{0,60}\b(?:feature|endpoint|page|button|option|flag|field|screen|form|toggle|support|integration|login|pagination|filter|command|middleware|widget|dialog|setting|column|webhook|notifications?|export|upload|search|invitations?|refunds?|mode|menu|sort(?:ing)?|shortcut)\b/u,
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
    6,
    /\b(?:write|create|generate|give me|make|code|show me|need|produce|provide|implement)\b[^.?!\n]{0,60}\b(?:functions?|scripts?|snippets?|class|regex|regular expression|query|one-liner|method|program|sql|component|parser|macro|dockerfile|makefile|algorithm|helper|hook|struct|decorator|generator|formula|client|cache|queue|types?)\b/u,
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
    6,
    /\b(?:fix|bugs?|broken|doesn'?t work|does not work|not working|isn'?t working|stopped working|wrong (?:result|output|answer|value|order|total)|off[- ]by[- ]one|too (?:early|late|many|few)|twice|crash(?:es|ed|ing)?|throws?|exception|traceback|stack ?trace|segfault|typeerror|nullpointer\w*|undefined is not|cannot read propert\w+|keyerror|valueerror|indexerror|panic(?:s|ked)?|compile error|syntax error|overflows?|misbehav\w+)\b/u,
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
    8,
    /\b(?:root[- ]cause|why (?:is|does|do|did|are|would|has|was)|find out (?:why|what)|figure out why|explain why|what(?:'s| is| could be)? caus(?:es|ed|ing|e)|cause of|diagnos\w+|post[- ]?mortem|investigate (?:why|the)|narrow down|bisect|memory leak|holds the memory|grows by|heap|deadlock|race condition|what started it|how sure|slow(?:er|ed)? (?:since|after|than)|regression|outage|incident|latency spike|econn\w+|do not need a fix|don'?t need a fix)\b/u,
  ),
  rule(
    'debugging/root_cause_analysis',
    8,
    /(?:warum|ursache|pourquoi|cause racine|por qué|causa raíz|por que|causa|为什么|原因|なぜ)/u,
  ),
  // refactoring
  rule(
    'refactoring/code_cleanup',
    8,
    /\b(?:clean ?up|refactor(?:ing|ed)?|tidy|simplif\w+|rename\w*|dead code|unused|nothing imports|duplicat\w+|copied from|merge them|dry up|readab\w+|lint(?:er|ing)?|magic numbers?|extract (?:a |the )?(?:function|method|constant|helper|variable)|shorten|without the nesting|nested (?:ifs?|loops?)|early returns?|deduplicat\w+|no behaviou?r change|be written (?:without|shorter|better))\b/u,
  ),
  rule(
    'refactoring/code_cleanup',
    6,
    /(?:aufräum|refaktor|vereinfach|refactoris|nettoie|simplifie|refactoriz|limpia|simplific|重构|清理|リファクタ|整理)/u,
  ),
  rule(
    'refactoring/architecture_improvement',
    7,
    /\b(?:decoupl\w+|(?:split|break) (?:the|this|our|it|up)[^.?!\n]{0,40}(?:module|services?|class|monolith|file|component|package|god|up)|into services|god (?:class|object)|separation of concerns|dependency injection|circular|import cycle|untangle|imports? \S+ and \S+ imports?|layer(?:s|ed|ing)?|modulari[sz]\w+|restructur\w+|hexagonal|clean architecture|coupl(?:ed|ing)|responsibilit\w+|scattered|introduce (?:an? )?(?:interface|abstraction|facade|repository)|hook or a|service module|extract (?:an? |the )?(?:service|module|interface|package|layer))\b/u,
  ),
  rule(
    'refactoring/migration',
    8,
    /\b(?:migrat(?:e|ing|ion)\b|port(?:ing)? (?:the|this|our|it|from|to|a|an|every|all)|convert\w*[^.?!\n]{0,60}\bto\b(?! json)|version of \S+\(|move (?:us |it |everything )?(?:off|from)[^.?!\n]{0,50}\bto\b|switch (?:from|over)|moderni[sz]e|deprecat\w+|from (?:python ?2|commonjs|javascript|jest|webpack|vue ?2|angularjs|mysql|rest)\b[^.?!\n]{0,20}\bto\b|upgrade (?:to|from|this|the|our)|codemod)/u,
  ),
  rule(
    'refactoring/migration',
    9,
    /(?:migrier|umstell|convierte|migre[rz]?|migrar|迁移|升级|移行)/u,
  ),
  // planning and design
  rule(
    'planning_design/architecture_design',
    7,
    /\b(?:architecture|architect|architectural|microservices?|event[- ]driven|cqrs|event sourcing|bounded contexts?|adr|component diagram|module boundaries|service boundaries|api design|data model|domain model|schema design|monolith|trade-?offs?|design patterns?|\w+ pattern|facade|seams)\b/u,
  ),
  rule(
    'planning_design/architecture_design',
    3,
    /\b(?:design|choose between|which (?:pattern|approach)|pros and cons)\b/u,
  ),
  rule(
    'planning_design/technical_planning',
    9,
    /\b(?:plan (?:the|a|for|how|to|out|our)|a plan|road ?map|milestones?|break (?:it |this )?down|cut it into|estimates?|how much work|rollout|roll-?out|phases?|phased|sprint|backlog|work items?|tickets with|stories|timeline|strategy for|checklist|prioriti[sz]e|sequence|project plan|deadline|epic)\b/u,
  ),
  rule(
    'planning_design/technical_planning',
    6,
    /(?:planung|plane |erstelle einen plan|planifi|feuille de route|plan de|hoja de ruta|planeja|计划|规划|計画)/u,
  ),
  rule(
    'planning_design/system_design',
    8,
    /\b(?:system design|design (?:a|an|the|our) [^.?!\n]{0,60}(?:system|service|platform|pipeline|queue|cache|store|database|shortener|limiter|scheduler|feed|backend|infrastructure|engine|ledger)|scal(?:e|es|able|ability|ing)|(?:requests|writes|reads|redirects|events|messages) (?:per|a) second|qps|rps|high availability|throughput|shard(?:ing|ed)|load balanc\w+|millions? of|multi-?region|two regions|fault[- ]toleran\w+|99\.9+|consistency model|replicat\w+|capacity|disaster recovery|nosql)\b/u,
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
    /\b(?:where (?:is|are|do|does|in|would)|find (?:all|every)\b(?![^.?!\n]{0,60}\band (?:fix|remove|replace|rename))|locate|list (?:all|every|the)|search (?:the|this|our) (?:repo|code|project)|which files?|look through|go through|usages? of|callers? of|entry points?|project structure|source files|directory|explore|inherited|tree -)\b/u,
  ),
  rule(
    'investigation/repo_exploration',
    6,
    /(?:wo (?:ist|wird|befindet)|finde alle|où (?:est|se)|trouve|dónde|encuentra|onde|在哪里|查找|どこ)/u,
  ),
  rule(
    'investigation/codebase_understanding',
    6,
    /\b(?:explain|how does|how do\b|what (?:does|do|is|are) [^?\n]{0,120}\b(?:do|mean|return|print)\b|walk me through|understand|describe (?:how|what)|what happens when|overview of|trace (?:the|how|through)|data flow|call flow|life of|work together|read (?:this|the) code|what will|what is printed|output of this)\b|^what does\b/u,
  ),
  rule(
    'investigation/codebase_understanding',
    5,
    /(?:erkläre|wie funktioniert|was macht|explique|comment fonctionne|explica|cómo funciona|como funciona|解释|説明)/u,
  ),
  rule(
    'investigation/external_research',
    7,
    /\b(?:research|compare|versus|vs\.?|latest|look up|check online|online|docs? (?:for|of|say)|documentation (?:for|of|says?)|best (?:library|libraries|tool|practice)s?|alternatives? to|state of the art|which (?:library|framework|tool|\w+ version|licen[cs]e)|rfcs?|release notes|changelog|licen[cs]e|survey|what is the (?:capital|difference|default|maximum|standard)|who (?:is|was|wrote)|when (?:did|was)|papers?|vendor|pricing|cve)\b/u,
  ),
  rule(
    'investigation/external_research',
    5,
    /(?:recherchier|vergleiche|compare[rz]|recherche|investiga |compara|pesquis|比较|调研|比較|調べて)/u,
  ),
  // agentic execution
  rule(
    'agentic_execution/tool_usage',
    8,
    /\b(?:(?:use|with) (?:the|your|a|our) [^.?!\n]{0,40}(?:tools?|api|function|mcp|plugin|browser|calculator)|call (?:the|a) [^.?!\n]{0,30}(?:api|tool|function|endpoint)|tool calls?|send (?:an? |the )?(?:email|e-mail|mail|message|slack)|calendars?|weather|book (?:the|a|me)|(?:create|open|file|close) (?:a|an|the) (?:issue|ticket)|jira|slack channel|via (?:the )?(?:api|mcp|tool))\b/u,
  ),
  rule(
    'agentic_execution/terminal_operations',
    7,
    /^(?:please )?(?:run|execute|install|restart|kill|use the shell)\b|\b(?:in the terminal|shell|command line|bash script|(?:which|what) [a-z]+ command|run it\b|kubectl|systemctl|ssh|chmod|rsync|nginx|disk (?:space|usage|of this)|the disk|free (?:up|at least)|port \d+ is|\/var\/|\/etc\/|\/srv\/|processes?\b.{0,30}\bkill)/u,
  ),
  rule(
    'agentic_execution/terminal_operations',
    6,
    /(?:führe .{0,30}aus|installiere|exécute|lance |installe|ejecuta|instala|executa|运行|执行|安装|実行|インストール)/u,
  ),
  rule(
    'agentic_execution/multi_step_execution',
    7,
    /\b(?:one at a time|one by one|one after the other|after each|every (?:morning|night|day|week)|set all of that up|step by step|then .{0,120}\bthen\b|(?:update|bump|download|create|fetch|build)\b.{0,120}\b(?:and|then) (?:push|publish|deploy|mail|send|revoke|commit|verify|stop))/su,
  ),
  rule(
    'agentic_execution/multi_step_execution',
    5,
    /\b(?:open a (?:pr|pull request)|deploy|release it|push (?:the|it|to)|tag it|verify each|report back|bootstrap|provision|automate|autonomous\w*|whole (?:workflow|process)|rotate (?:all|the)|roll (?:them|it) out|bump the)\b/u,
  ),
];
