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

/** A plain question with no word of the taxonomy in it is a look-up. */
const DEFAULT_ROUTE: Route = 'investigation/external_research';

const MANY_FILES =
  /\b(?:entire|whole|all (?:the |our )?(?:files|modules|services|packages|repos)|across (?:the|all|our|every|\w+ (?:files|services|modules|packages|repos))|code ?base|mono ?repo|repo(?:sitory)?-?wide|every (?:file|module|service|package|caller|handler)|large|legacy|hundreds|thousands|\d{2,}[ -](?:files|modules|services|packages|repos|tables|endpoints)|\d{2,}k? ?(?:loc|lines))\b|(?:gesamte|tout le|todo el|整个|全体)/u;
const SOME_FILES =
  /\b(?:files?|modules?|services?|components?|packages?|repo(?:sitory)?|project|logs?|class(?:es)?|pipeline|codebase|table|schema|config(?:uration)?|src\/|app\/|lib\/|tests?\/|\w+\.(?:ts|tsx|js|py|go|rs|java|rb|cs|cpp|sql|ya?ml|json|toml))\b|```/u;

const HARD =
  /\b(?:deadlock|race(?: condition)?s?|concurren\w+|distributed|consensus|proof|prove|optimal|np-hard|complexity|trade-?offs?|architecture|root[- ]cause|memory leak|exactly[- ]once|consistency|lock-?free|byzantine|cryptograph\w+|scal(?:e|able|ability)|multi-?(?:region|tenant)|zero[- ]downtime|backward[- ]compatib\w+|intermittent\w*|subtle|invariants?|idempoten\w+|fault[- ]toleran\w+|sharding|compiler|type inference|dynamic programming|threat model|post-?mortem|heisenbug|nondeterminis\w+|linearizab\w+|eventual\w*|partition\w*|failover|rollback)\b/u;
const EASY =
  /\b(?:simple|simply|quick(?:ly)?|trivial|typo|rename|one-?liner|just|basic|small|short|tiny|single|only|list|what is|who is|when (?:did|was)|define|convert|translate|format|comment|spelling|hello world|print|unused)\b/u;
const SOME_REASONING =
  /\b(?:why|design|plan|compare|debug|refactor|implement|explain how|analy[sz]e|optimi[sz]e|edge cases?|cache|caching|parser|retry|migrat\w+|algorithm|integrat\w+|async|ursache|warum|pourquoi|recursi\w+|performance|tests?|strategy|several|multiple|handle|validate)\b/u;

const DANGER =
  /\b(?:production|prod|live (?:system|database|traffic)|delete|drop (?:table|database|column)|truncate|payments?|billing|money|invoice|charge[sd]?|bank\w*|security|vulnerab\w+|auth(?:entication|orization)?|password|credentials?|secrets?|encrypt\w*|medical|patient|health|legal|gdpr|pii|customer data|irreversible|rm -rf|force[- ]push|outage|downtime|data loss|compliance|financial|permissions?|oauth|jwt|injection|exploit|cve)\b/u;
const SOME_RISK =
  /\b(?:deploy|migrat\w+|release|database|schema|refactor|upgrade|concurren\w+|public api|breaking|backward|shared|rollout|ci|pipeline|config(?:uration)?|customers?|users?|race|deadlock|cache|transaction|queue)\b/u;

const READS_THE_WORLD =
  /\b(?:our|this|the) (?:repo(?:sitory)?|code ?base|project|workspace|logs?|branch|app|service|directory|folder|server|cluster|tests? suite)\b|\b(?:latest|online|web|look up|search|run|execute|install|grep|find all|open the|read the|fetch|docker|git |npm |deploy|commit|download|src\/|app\/|lib\/|(?:in|edit|update|open|file) [\w./-]+\.(?:ts|tsx|js|py|go|rs|java|rb|cs|cpp|sql|ya?ml|json|toml|md|txt))/u;
const CODE_IS_GIVEN =
  /```|\b(?:this|the following|below) (?:function|code|snippet|class|query|method|script|test|error|regex)\b|[;{}]\s*\n|=>|\bdef \w+\(|\bfunction \w+\(/u;
const ANSWER_IN_CHAT =
  /\b(?:explain|what|why|how|which|who|when|describe|compare|list|plan|propose|recommend|suggest|outline|review|summari[sz]e|design|should (?:i|we)|write (?:a|an|me) (?:function|regex|query|snippet|one-liner)|give me|answer|reply|return only|do not (?:change|edit|modify))\b/u;
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
  const executionMode = modeOf(seen, taskType, subtaskType);
  const contextComplexity = contextOf(seen, request, executionMode);
  return {
    source: 'heuristic',
    output: {
      taskType,
      subtaskType,
      reasoningComplexity: reasoningOf(seen, subtaskType, contextComplexity, executionMode),
      contextComplexity,
      executionMode,
      riskLevel: riskOf(seen, taskType),
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

function modeOf(seen: Seen, type: TaskType, subtype: SubtaskType): ExecutionMode {
  if (subtype === 'multi_step_execution') return 'multi_step_project';
  if (type === 'planning_design') return 'answer_only';
  if (seen.has(MANY_STEPS) && (seen.has(CHANGES_CODE) || seen.has(RUNS_COMMANDS))) {
    return 'multi_step_project';
  }
  if (type === 'agentic_execution') return 'command_execution';
  if (type === 'investigation') {
    return subtype === 'repo_exploration' && seen.has(RUNS_COMMANDS)
      ? 'command_execution'
      : 'answer_only';
  }
  if (subtype === 'root_cause_analysis') return 'answer_only';
  if (subtype === 'code_generation')
    return seen.has(READS_THE_WORLD) ? 'code_change' : 'answer_only';
  return seen.has(CHANGES_CODE) || !seen.has(ANSWER_IN_CHAT) ? 'code_change' : 'answer_only';
}

function contextOf(
  seen: Seen,
  { promptTokens = null, earlierMessages = 0 }: ClassifierRequest,
  mode: ExecutionMode,
): ContextComplexity {
  const tokens = promptTokens ?? seen.text.length / 4;
  if (tokens > 20_000 || seen.has(MANY_FILES)) return 'large';
  if (tokens > 1_500 || earlierMessages > 10 || mode === 'multi_step_project') return 'medium';
  return seen.has(SOME_FILES) ? 'medium' : 'small';
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
  if (subtype === 'system_design' || subtype === 'architecture_design') points += 2;
  if (subtype === 'root_cause_analysis' || subtype === 'architecture_improvement') points += 1;
  if (seen.has(EASY)) points -= 1;
  if (points <= 0) return 'low';
  return points <= 2 ? 'medium' : 'high';
}

function riskOf(seen: Seen, type: TaskType): RiskLevel {
  if (seen.has(DANGER)) return type === 'investigation' ? 'medium' : 'high';
  return seen.has(SOME_RISK) ? 'medium' : 'low';
}

function toolsNeeded(
  seen: Seen,
  type: TaskType,
  subtype: SubtaskType,
  mode: ExecutionMode,
  request: ClassifierRequest,
): boolean {
  if (type === 'agentic_execution' || subtype === 'repo_exploration') return true;
  if (mode === 'command_execution' || mode === 'multi_step_project') return true;
  if (seen.has(CODE_IS_GIVEN) && mode === 'answer_only') return false;
  if (seen.has(READS_THE_WORLD)) return true;
  return mode === 'code_change' && !seen.has(CODE_IS_GIVEN) && request.toolsOffered !== false;
}
