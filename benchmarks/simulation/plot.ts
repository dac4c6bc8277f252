/** One strategy: its requests, and the lag that they lead to. */
export interface Point {
  readonly label: string;
  readonly requests: number;
  readonly lagSeconds: number;
  readonly isOurs: boolean;
}

export interface Panel {
  readonly title: string;
  readonly points: readonly Point[];
}

const panel = { width: 440, height: 330, left: 58, right: 24, top: 46, bottom: 46 } as const;

/** Draws panels side by side, with requests to the right and lag upwards: the lower left corner is best. */
export function plot(panels: readonly Panel[]): string {
  const width = panels.length * panel.width;
  const parts = panels.map((one, index) => `<g transform="translate(${index * panel.width} 0)">${draw(one)}</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panel.height}" font-family="sans-serif" font-size="11">`,
    '<title>Mean lag against requests per task</title>',
    `<rect width="${width}" height="${panel.height}" fill="#fff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function draw({ title, points }: Panel): string {
  const x = scale(
    points.map(({ requests }) => requests),
    panel.left,
    panel.width - panel.right,
  );
  const y = scale(
    points.map(({ lagSeconds }) => lagSeconds),
    panel.height - panel.bottom,
    panel.top,
  );
  const [right, bottom] = [panel.width - panel.right, panel.height - panel.bottom];
  const grid = [
    ...x.ticks.map(
      (tick) => line(x.at(tick), panel.top, x.at(tick), bottom) + text(x.at(tick), bottom + 15, tick, 'middle'),
    ),
    ...y.ticks.map(
      (tick) => line(panel.left, y.at(tick), right, y.at(tick)) + text(panel.left - 6, y.at(tick) + 4, tick, 'end'),
    ),
  ];
  const places = placeLabels(points.map((point) => ({ ...point, x: x.at(point.requests), y: y.at(point.lagSeconds) })));
  const dots = places.map(({ label, isOurs, x: cx, y: cy, at, anchor }) => {
    const colour = isOurs ? '#c2410c' : '#475569';
    const name = text(at.x, at.y, label, anchor, colour);
    return `<circle cx="${cx}" cy="${cy}" r="${isOurs ? 5 : 3.5}" fill="${colour}"/>${name}`;
  });
  const captions = [
    text(panel.left, 24, title, 'start', '#0f172a'),
    text((panel.left + right) / 2, panel.height - 10, 'requests per task', 'middle'),
    `<text x="14" y="${(panel.top + bottom) / 2}" text-anchor="middle" fill="#475569" transform="rotate(-90 14 ${(panel.top + bottom) / 2})">mean lag, seconds</text>`,
  ];
  return [...grid, ...dots, ...captions].join('\n');
}

interface Placed extends Point {
  readonly x: number;
  readonly y: number;
}

interface Labelled extends Placed {
  readonly at: { readonly x: number; readonly y: number };
  readonly anchor: 'start' | 'end';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const letterWidth = 5.6;
const lineHeight = 12;

/** Puts each label next to its point, so that it covers no other label, no point and no edge. */
function placeLabels(points: readonly Placed[]): readonly Labelled[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 }));
  return points.map((point) => {
    const places = [-7, 15, -19, 27].flatMap((down) =>
      (['start', 'end'] as const).map((anchor) => {
        const at = { x: point.x + (anchor === 'start' ? 7 : -7), y: point.y + down };
        return { at, anchor, box: boxOf(point.label, at, anchor) };
      }),
    );
    const place = places.find(({ box }) => isInside(box) && !taken.some((other) => overlaps(box, other))) ?? places[0];
    if (place === undefined) throw new Error('No place for a label');
    taken.push(place.box);
    return { ...point, at: place.at, anchor: place.anchor };
  });
}

function boxOf(label: string, { x, y }: Labelled['at'], anchor: Labelled['anchor']): Box {
  const length = label.length * letterWidth;
  const left = anchor === 'start' ? x : x - length;
  return { left, right: left + length, top: y - lineHeight + 2, bottom: y + 2 };
}

function isInside({ left, right }: Box): boolean {
  return left >= panel.left && right <= panel.width;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** Creates a logarithmic scale whose ticks are round numbers. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.log(Math.min(...values) * 0.75), Math.log(Math.max(...values) * 1.35)];
  const at = (value: number): number =>
    Math.round(10 * (from + ((Math.log(value) - low) / (high - low)) * (to - from))) / 10;
  const round = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
  return { at, ticks: round.filter((tick) => Math.log(tick) >= low && Math.log(tick) <= high) };
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#e2e8f0"/>`;
}

function text(x: number, y: number, content: string | number, anchor: string, colour = '#475569'): string {
  return `<text x="${Math.round(x * 10) / 10}" y="${Math.round(y * 10) / 10}" text-anchor="${anchor}" fill="${colour}">${content}</text>`;
}
