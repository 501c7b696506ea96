/**
 * The shift as a little drawing: the plane on which x, c and b lie. The way
 * from c to b lies level on it; what x has of its own points up.
 */

/**
 * @typedef {Object} Vectors
 * @property {Float32Array} x this picture's thought
 * @property {Float32Array} c what all captions share
 * @property {Float32Array} b what all passages of the voices share
 * @property {number} strength
 *
 * @typedef {{x: number, y: number}} Point
 */

const SPACE = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, SIDE, TOP] = [480, 230, 70, 56];

/**
 * @param {Vectors} vectors
 * @returns {SVGElement}
 */
export function shiftDrawing(vectors) {
  const points = onPlane(vectors);
  const place = scaled(Object.values(points));
  const [x, c, b, asked] = ["x", "c", "b", "asked"].map((name) =>
    place(points[name]),
  );
  const image = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": inWords(points, vectors.strength),
  });
  image.append(
    arrowhead(),
    line(c, x, "own"),
    line(c, b, "way"),
    line(x, asked, "moved"),
    ...[c, b].map((point) => dot(point, "mean")),
    ...[x, asked].map((point) => dot(point, "thought")),
    label(c, "c: every caption", 24),
    label(b, "b: the voice", 24),
    label(x, "x: this picture", -14),
    label(asked, "x − c + b", -14),
  );
  return image;
}

/**
 * @param {Vectors} vectors
 * @returns {Record<string, Point>}
 */
function onPlane({ x, c, b, strength }) {
  const way = less(b, c);
  const own = less(x, c);
  const length = Math.sqrt(product(way, way)) || 1;
  const along = product(own, way) / length;
  const across = Math.sqrt(Math.max(0, product(own, own) - along ** 2));
  return {
    c: { x: 0, y: 0 },
    b: { x: length, y: 0 },
    x: { x: along, y: across },
    asked: { x: along + strength * length, y: across },
  };
}

/** @param {Float32Array} one @param {Float32Array} two */
const less = (one, two) => one.map((value, i) => value - two[i]);

/** @param {Float32Array} one @param {Float32Array} two @returns {number} */
const product = (one, two) =>
  one.reduce((sum, value, i) => sum + value * two[i], 0);

/** @param {Point[]} points @returns {(point: Point) => Point} */
function scaled(points) {
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  const low = Math.min(...xs);
  const wide = Math.max(...xs) - low || 1;
  const high = Math.max(...ys) || 1;
  return ({ x, y }) => ({
    x: SIDE + ((x - low) / wide) * (WIDTH - 2 * SIDE),
    y: HEIGHT - TOP + 10 - (y / high) * (HEIGHT - 2 * TOP),
  });
}

/** @param {Record<string, Point>} points @param {number} strength */
function inWords({ b, x, asked }, strength) {
  const far = (/** @type {number} */ value) => value.toFixed(2);
  return (
    `The shift at strength ${strength}: from c, what every caption shares, ` +
    `to b, what the voice shares, it is ${far(b.x)}; this picture's thought ` +
    `x lies ${far(Math.hypot(x.x, x.y))} from c; so much of the way to b is ` +
    `added: ${far(asked.x - x.x)}.`
  );
}

/**
 * @param {string} tag
 * @param {Record<string, string|number>} attributes
 * @param {...string} text
 * @returns {SVGElement}
 */
function svg(tag, attributes, ...text) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, String(value));
  }
  made.append(...text);
  return /** @type {SVGElement} */ (made);
}

/** @returns {SVGElement} */
function arrowhead() {
  const marker = svg("marker", {
    id: "shift-arrow",
    viewBox: "0 0 8 8",
    refX: 13.5,
    refY: 4,
    markerUnits: "userSpaceOnUse",
    markerWidth: 10,
    markerHeight: 10,
    orient: "auto",
  });
  marker.append(svg("path", { d: "M0 0L8 4L0 8z" }));
  const definitions = svg("defs", {});
  definitions.append(marker);
  return definitions;
}

/** @param {Point} from @param {Point} to @param {string} kind */
const line = (from, to, kind) =>
  svg("line", {
    x1: from.x,
    y1: from.y,
    x2: to.x,
    y2: to.y,
    class: kind,
    ...(kind === "own" ? {} : { "marker-end": "url(#shift-arrow)" }),
  });

/** @param {Point} at @param {string} kind */
const dot = ({ x, y }, kind) =>
  svg("circle", { cx: x, cy: y, r: 6, class: kind });

/** @param {Point} at @param {string} words @param {number} below */
function label({ x, y }, words, below) {
  const start = x < 130 ? "start" : x > WIDTH - 130 ? "end" : "middle";
  const aside = start === "start" ? -8 : start === "end" ? 8 : 0;
  return svg(
    "text",
    { x: x + aside, y: y + below, "text-anchor": start },
    words,
  );
}
