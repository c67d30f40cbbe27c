/** A dot of the graph, in units of the picture: both 0..1. */
export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface Link {
  readonly a: string;
  readonly b: string;
  /** Cosine, -1..1; nearer to 1 pulls closer. */
  readonly similarity: number;
}

const STEPS = 300;
/** Length of a spring between two that are alike, and how much longer one grows as they differ. */
const SHORTEST = 0.12;
const STRETCH = 0.35;
const PULL = 0.08;
const PUSH = 0.004;
/** Toward the middle, so that what nothing holds does not drift away. */
const GRAVITY = 0.01;
const LONGEST_MOVE = 0.05;
/** The golden angle: a spiral in which no two dots start at one place. */
const TURN = Math.PI * (3 - Math.sqrt(5));

/**
 * Lays a graph out by springs along its links and a push between all dots. The same graph always
 * comes out the same: it starts from a spiral in the order of the ids and uses no chance (S1-32).
 */
export function forceLayout(ids: readonly string[], links: readonly Link[]): readonly Placed[] {
  const dots = ids.map((id, at) => {
    const radius = 0.45 * Math.sqrt((at + 0.5) / Math.max(1, ids.length));
    return { id, x: radius * Math.cos(at * TURN), y: radius * Math.sin(at * TURN) };
  });
  const place = new Map(ids.map((id, at) => [id, at]));
  const springs = links.flatMap(({ a, b, similarity }) => {
    const [from, to] = [place.get(a), place.get(b)];
    const length = SHORTEST + STRETCH * (1 - Math.max(0, Math.min(1, similarity)));
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, length }];
  });
  for (let step = 0; step < STEPS; step += 1) {
    const moves = dots.map(({ x, y }) => ({ x: -GRAVITY * x, y: -GRAVITY * y }));
    pushApart(dots, moves);
    for (const { from, to, length } of springs) {
      const [a, b, moveA, moveB] = [dots[from], dots[to], moves[from], moves[to]];
      if (!a || !b || !moveA || !moveB) continue;
      const distance = Math.hypot(b.x - a.x, b.y - a.y) || 1e-6;
      const pull = (PULL * (distance - length)) / distance;
      moveA.x += pull * (b.x - a.x);
      moveA.y += pull * (b.y - a.y);
      moveB.x -= pull * (b.x - a.x);
      moveB.y -= pull * (b.y - a.y);
    }
    const cooled = 1 - step / STEPS;
    dots.forEach((dot, at) => {
      const move = moves[at];
      if (move === undefined) return;
      const size = Math.hypot(move.x, move.y);
      const scale = size > LONGEST_MOVE * cooled ? (LONGEST_MOVE * cooled) / size : 1;
      dot.x += move.x * scale;
      dot.y += move.y * scale;
    });
  }
  return fitted(dots);
}

type Moving = { x: number; y: number };

function pushApart(dots: readonly Moving[], moves: readonly Moving[]): void {
  dots.forEach((a, i) => {
    dots.slice(i + 1).forEach((b, offset) => {
      const [moveA, moveB] = [moves[i], moves[i + 1 + offset]];
      if (!moveA || !moveB) return;
      const square = Math.max(1e-4, (b.x - a.x) ** 2 + (b.y - a.y) ** 2);
      const push = PUSH / square;
      const distance = Math.sqrt(square);
      moveA.x -= (push * (b.x - a.x)) / distance;
      moveA.y -= (push * (b.y - a.y)) / distance;
      moveB.x += (push * (b.x - a.x)) / distance;
      moveB.y += (push * (b.y - a.y)) / distance;
    });
  });
}

/** Scaled into the picture, whole and in the middle, with the same scale on both axes. */
function fitted(dots: readonly (Moving & { readonly id: string })[]): readonly Placed[] {
  const xs = dots.map(({ x }) => x);
  const ys = dots.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const size = Math.max(right - left, bottom - top);
  if (!(size > 0)) return dots.map(({ id }) => ({ id, x: 0.5, y: 0.5 }));
  return dots.map(({ id, x, y }) => ({
    id,
    x: 0.5 + (x - (left + right) / 2) / size,
    y: 0.5 + (y - (top + bottom) / 2) / size,
  }));
}
