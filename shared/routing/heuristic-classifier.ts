import type { ClassifierOutput } from './classifier-output';
import type { ClassifierRequest } from './classifier-prompt';
import type {
  ContextComplexity,
  ExecutionMode,
  ReasoningComplexity,
  RiskLevel,
} from './difficulty';
import { ROUTE_RULES } from './heuristic-rules';
import type { Route, SubtaskType, TaskType } from './taxonomy';

/** A label made on this machine without a model. It says so, and is never cached (S4-28). */
export interface HeuristicClassification {
  readonly source: 'heuristic';
  readonly output: ClassifierOutput;
}

/** Characters that are looked at: enough to see what is asked, few enough to stay under a millisecond. */
const HEAD = 2_000;
const TAIL = 600;
/** Prompt lengths in tokens from which the context is medium and large. */
const MEDIUM_TOKENS = 4_000;
const LARGE_TOKENS = 32_000;
/** Characters from which a request has more than one thing to think of. */
const LONG_TEXT = 170;
/** And up to which it has hardly one. */
const SHORT_TEXT = 70;

/** A plain question with no word of the taxonomy in it is a look-up. */
const DEFAULT_ROUTE: Route = 'investigation/external_research';

const MANY_FILES =
  /\b(?:entire|whole|all (?:the |our )?(?:files|modules|services|packages|repos)|across (?:the|all|our|every|\w+ (?:files|services|modules|packages|repos))|code ?base|mono ?repo|repo(?:sitory)?-?wide|every (?:file|module|service|package|caller|handler)|large|legacy|hundreds|thousands|\d{2,}[ -](?:files|modules|services|packages|repos|tables|endpoints)|\d{2,}k? ?(?:loc|lines))\b|(?:gesamte|tout le|todo el|整个|全体)/u;

const HARD =
  /\b(?:deadlock|race(?: condition)?s?|concurren\w+|distributed|consensus|proof|prove|optimal|np-hard|complexity|trade-?offs?|root[- ]cause|memory leak|holds the memory|how sure|exactly[- ]once|consistency|lock-?free|memory order|byzantine|cryptograph\w+|multi-?(?:region|tenant)|regions?|(?:zero|no)[- ]downtime|backward[- ]compatib\w+|intermittent\w*|subtle|invariants?|idempoten\w+|fault[- ]toleran\w+|sharding|compiler|type inference|dynamic programming|threat model|attacker|post-?mortem|incident|outage|order of events|nondeterminis\w+|eventual\w*|failover|must never|at once|at the same time|twice|sandboxed|regulators?|responsibilit\w+|could not verify|whether we may|one by one|in a row|lifecycle|life of)\b|取舍|trade/u;
const EASY =
  /\b(?:simple|simply|quick(?:ly)?|trivial|typo|rename|one-?liner|just the|just a|basic|short|tiny|in one (?:or two )?sentences?|nothing else|what is the|who is|when (?:did|was)|translate|comment|spelling|hello world|unused|one example)\b/u;
const SOME_REASONING =
  /\b(?:why|design|plan|compare|debug|refactor|implement|explain|analy[sz]e|optimi[sz]e|edge cases?|cach(?:e|ing)|parser|retr(?:y|ies)|migrat\w+|algorithm|integrat\w+|async|recursi\w+|performance|tests?|strategy|several|multiple|handle|validate|find (?:out|all|where)|fix it|every|all (?:the|exports|files)|each|without|write|create a|stories|order|ursache|warum|pourquoi)\b|设计|convierte/u;

const DANGER =
  /\b(?:production|prod|live (?:system|database|traffic|postgres\w*)|drop (?:table|database|column)|truncate|payments?|billing|money|invoices?|charged?|bank\w*|security|vulnerab\w+|attacker|csrf|passwords?|credentials?|secrets?|encrypt\w*|medical|patient|legal|lawyer|regulators?|gdpr|pii|customer data|irreversible|rm -rf|force[- ]push|data loss|compliance|oauth|injection|exploit|cve|revoke|api keys|502|bring the site back)\b/u;
const SOME_RISK =
  /\b(?:deploy\w*|release|permissions?|public api|breaking|backward|rollout|customers?|transaction|book (?:the|a)|mail me|push (?:the|it)|postgres\w* with|notice periods|--delete|deletes)\b/u;

const READS_THE_WORLD =
  /\b(?:our|this|the) (?:repo(?:sitory)?|code ?base|project|workspace|logs?|branch|app|service|directory|folder|server|cluster|tests? suite)\b|\b(?:latest|online|web|look up|search|run|execute|install|grep|find all|open the|read the|fetch|docker|git |npm |deploy|commit|download|src\/|app\/|lib\/|(?:in|edit|update|open|file) [\w./-]+\.(?:ts|tsx|js|py|go|rs|java|rb|cs|cpp|sql|ya?ml|json|toml|md|txt))/u;
const CODE_IS_GIVEN =
  /```|\b(?:this|the following|below) (?:function|code|snippet|class|query|method|script|test|error|regex)\b|[;{}]\s*\n|=>|\bdef \w+\(|\bfunction \w+\(/u;
const CHANGES_CODE =
  /\b(?:fix|implement|add|refactor|rename|change|update|edit|modify|remove|replace|migrate|convert|port|clean ?up|extract|split|write (?:unit |integration )?tests?|patch|upgrade|introduce|rewrite|create|apply|repair|delete)\b|(?:beheb|füge|ändere|corrige|ajoute|arregl|añad|修复|添加|修改|直して|追加)/u;
const RUNS_COMMANDS =
  /\b(?:run|execute|install|restart|terminal|shell|bash|docker|kubectl|npm|pip|git (?:commit|push|rebase|log|status|checkout|merge|stash|bisect|reset|tag|branch)|curl|ssh|command(?:s| line)?|grep|chmod|tail|disk|port \d+|process(?:es)?|cron)\b|(?:führe|exécute|ejecuta|运行|执行|実行)/u;
const MANY_STEPS =
  /\b(?:end[- ]to[- ]end|whole (?:project|workflow|system|app)|from scratch|multi-?step|and then .{0,200}\bthen\b|then .{0,120}\b(?:finally|then|commit|deploy|open a|verify|report)|step by step|set ?up .{0,80}\band\b .{0,80}\b(?:deploy|run|test)|until (?:all|every|they|it|the)|migrate (?:the|our) (?:entire|whole)|complete (?:app|application|project|system)|bootstrap)\b/su;

interface Seen {
  readonly text: string;
  readonly has: (pattern: RegExp) => boolean;
}

/**
 * Labels a request from its words alone: no network, under a millisecond, the same answer every
 * time. It stands in when no classifier model is allowed or reachable, and it says so.
 */
export function classifyHeuristically(request: ClassifierRequest): HeuristicClassification {
  const seen = look(request.text);
  const [taskType, subtaskType] = splitRoute(bestRoute(seen, request));
  const executionMode = modeOf(seen, taskType, subtaskType, request);
  const contextComplexity = contextOf(seen, request, executionMode);
  return {
    source: 'heuristic',
    output: {
      taskType,
      subtaskType,
      reasoningComplexity: reasoningOf(seen, subtaskType, contextComplexity, executionMode),
      contextComplexity,
      executionMode,
      riskLevel: riskOf(seen),
      requiresTools: toolsNeeded(seen, taskType, subtaskType, executionMode, request),
    },
  };
}

function look(full: string): Seen {
  const clipped =
    full.length <= HEAD + TAIL ? full : `${full.slice(0, HEAD)}\n${full.slice(-TAIL)}`;
  const text = clipped.toLowerCase();
  return { text, has: (pattern) => pattern.test(text) };
}

function bestRoute(seen: Seen, request: ClassifierRequest): Route {
  const points = new Map<Route, number>();
  const types = new Map<TaskType, number>();
  for (const { route, points: worth, pattern } of ROUTE_RULES) {
    if (!seen.has(pattern)) continue;
    // What is asked stands in the first words; a match there counts half as much again.
    const early = pattern.test(seen.text.slice(0, 160)) ? worth * 1.5 : worth;
    points.set(route, (points.get(route) ?? 0) + early);
    const [type] = splitRoute(route);
    types.set(type, (types.get(type) ?? 0) + early);
  }
  let best: Route | null = null;
  let most = 0;
  for (const [route, own] of points) {
    const [type] = splitRoute(route);
    // Siblings support each other a little: three weak hints at debugging beat one at planning.
    const total = own + 0.25 * ((types.get(type) ?? 0) - own);
    if (total > most) {
      best = route;
      most = total;
    }
  }
  if (best !== null) return best;
  return request.toolsOffered === true ? 'agentic_execution/tool_usage' : DEFAULT_ROUTE;
}

function splitRoute(route: Route): [TaskType, SubtaskType] {
  return route.split('/') as [TaskType, SubtaskType];
}

function modeOf(
  seen: Seen,
  type: TaskType,
  subtype: SubtaskType,
  { toolsOffered }: ClassifierRequest,
): ExecutionMode {
  // Without tools nothing can be changed or run: whatever is asked, an answer is what comes.
  if (toolsOffered === false) return 'answer_only';
  if (subtype === 'multi_step_execution') return 'multi_step_project';
  if (type === 'planning_design') return 'answer_only';
  if (seen.has(MANY_STEPS) && (seen.has(CHANGES_CODE) || seen.has(RUNS_COMMANDS))) {
    return 'multi_step_project';
  }
  if (type === 'agentic_execution') return 'command_execution';
  if (type === 'investigation') {
    return seen.has(RUNS_COMMANDS) ? 'command_execution' : 'answer_only';
  }
  if (subtype === 'root_cause_analysis') {
    return seen.has(RUNS_COMMANDS) ? 'command_execution' : 'answer_only';
  }
  return 'code_change';
}

/** The length of the prompt says most; the words only where it isn't known. */
function contextOf(
  seen: Seen,
  { promptTokens = null, earlierMessages = 0, toolsOffered }: ClassifierRequest,
  mode: ExecutionMode,
): ContextComplexity {
  const many = seen.has(MANY_FILES);
  const tokens = promptTokens ?? seen.text.length / 4;
  if (tokens > LARGE_TOKENS || (many && tokens > MEDIUM_TOKENS * 4)) return 'large';
  if (tokens > MEDIUM_TOKENS || earlierMessages > 10 || mode === 'multi_step_project')
    return 'medium';
  return toolsOffered !== false && many ? 'medium' : 'small';
}

function reasoningOf(
  seen: Seen,
  subtype: SubtaskType,
  context: ContextComplexity,
  mode: ExecutionMode,
): ReasoningComplexity {
  let points = 0;
  if (seen.has(HARD)) points += 2;
  if (seen.has(SOME_REASONING)) points += 1;
  if (context === 'large') points += 1;
  if (mode === 'multi_step_project') points += 1;
  if (seen.text.length > LONG_TEXT) points += 1;
  if (subtype === 'system_design' || subtype === 'architecture_design') points += 1;
  if (subtype === 'root_cause_analysis' || subtype === 'architecture_improvement') points += 1;
  if (seen.has(EASY)) points -= 2;
  else if (seen.text.length < SHORT_TEXT) points -= 1;
  if (points <= 0) return 'low';
  return points <= 2 ? 'medium' : 'high';
}

function riskOf(seen: Seen): RiskLevel {
  if (seen.has(DANGER)) return 'high';
  return seen.has(SOME_RISK) ? 'medium' : 'low';
}

function toolsNeeded(
  seen: Seen,
  type: TaskType,
  subtype: SubtaskType,
  mode: ExecutionMode,
  request: ClassifierRequest,
): boolean {
  if (request.toolsOffered === false) return false;
  if (type === 'agentic_execution' || subtype === 'repo_exploration') return true;
  if (mode === 'command_execution' || mode === 'multi_step_project') return true;
  if (seen.has(CODE_IS_GIVEN) && mode === 'answer_only') return false;
  if (request.toolsOffered === true || seen.has(READS_THE_WORLD)) return true;
  return mode === 'code_change' && !seen.has(CODE_IS_GIVEN);
}
