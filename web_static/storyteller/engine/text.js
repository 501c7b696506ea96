/**
 * From text to tokens and back to text as people write it, and words' ids:
 * `storyteller_lib/text`.
 */

export const [EOS, UNK] = [0, 1];

const LETTER = "[\\p{L}\\p{N}_]";
/** @param {string} pattern between the borders of words, whatever its case */
const word = (pattern) =>
  new RegExp(`(?<!${LETTER})${pattern}(?!${LETTER})`, "giu");

/** NLTK's steps, in its order: what is found, and what stands in its place. */
/** @type {[RegExp, string][]} */
const STEPS = [
  [/([«“‘„]|`+)/gu, " $1 "],
  [/^"/gu, "``"],
  [/(``)/gu, " $1 "],
  [/([ ([{<])("|'{2})/gu, "$1 `` "],
  [
    new RegExp(
      `(?<!${LETTER})(')(?!(?:re|ve|ll|m|t|s|d|n)(?!${LETTER}))(?=${LETTER})`,
      "giu",
    ),
    "$1 ",
  ],
  [/([^.])(\.)([\])}>"' »”’]*)\s*$/gu, "$1 $2 $3 "],
  [/([:,])(\P{Nd})/gu, " $1 $2"],
  [/([:,])(?=\n?$)/gu, " $1 "],
  [/\.{2,}/gu, " $& "],
  [/[;@#$%&]/gu, " $& "],
  [/[\u2012-\u2015]/gu, " $& "],
  [/([^.])(\.)([\])}>"']*)\s*$/gu, "$1 $2$3 "],
  [/[?!]/gu, " $& "],
  [/([^'])' /gu, "$1 ' "],
  [/[*]/gu, " $& "],
  [/[\][(){}<>]/gu, " $& "],
  [/--/gu, " -- "],
  [/^[^]*$/gu, " $& "],
  [/([»”’])/gu, " $1 "],
  [/''/gu, " '' "],
  [/"/gu, " '' "],
  [/\s+/gu, " "],
  [/([^' ])('[sS]|'[mM]|'[dD]|') /gu, "$1 $2 "],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, "$1 $2 "],
  [word("(can)(not)"), " $1 $2 "],
  [word("(d)('ye)"), " $1 $2 "],
  [word("(gim)(me)"), " $1 $2 "],
  [word("(gon)(na)"), " $1 $2 "],
  [word("(got)(ta)"), " $1 $2 "],
  [word("(lem)(me)"), " $1 $2 "],
  [word("(more)('n)"), " $1 $2 "],
  [new RegExp(`(?<!${LETTER})(wan)(na)(?=\\s)`, "giu"), " $1 $2 "],
  [new RegExp(` ('t)(is)(?!${LETTER})`, "giu"), " $1 $2 "],
  [new RegExp(` ('t)(was)(?!${LETTER})`, "giu"), " $1 $2 "],
];
/** @type {Record<string, string>} */
const PLAIN = {
  "‘": "'",
  "’": "'",
  "“": "``",
  "”": "''",
  "—": "--",
  "–": "--",
  "…": "...",
};
const TITLES =
  "mrs? ms dr st capt col gen lt sgt prof rev hon messrs mme mlle [a-hj-z]";
const SHORT = new RegExp(`^(?:${TITLES.replaceAll(" ", "|")})$`, "i");
const CLOSING = /^(?:[.,;:!?%)\]}']|\.\.\.|''|n't|'(s|re|ve|ll|d|m))$/;
const OPENING = /^(?:[([{`$#]|``)$/;
const BRACKET = /^(?:[()[\]{}'`]|``|'')$/;
const JOINED = new Set(["can not", "gon na", "wan na", "got ta"]);
/** @type {Record<string, string>} */
const SHOWN = { "``": '"', "''": '"', "`": "'" };
const SPEECH =
  /\b(said|says|asked|cried|replied|answered|whispered|shouted|called)\b/;
const ALNUM = /^[\p{L}\p{N}]/u;

/**
 * Lower-case word tokens, as NLTK makes them.
 * @param {string} text
 * @returns {string[]}
 */
export function tokenise(text) {
  let marked = text.toLowerCase().replace(/[‘’“”—–…]/g, (c) => PLAIN[c]);
  for (const [found, instead] of STEPS) {
    marked = marked.replace(found, instead);
  }
  const tokens = marked.split(/\s+/u).filter(Boolean);
  return tokens.flatMap((token) => {
    const before = token.slice(0, -1);
    const splits = token.endsWith(".") && before && !before.includes(".");
    return splits && !SHORT.test(before) ? [before, "."] : [token];
  });
}

/**
 * Text as people write it, from tokens: spaces, quotes and capitals.
 * @param {string[]} tokens
 * @returns {string}
 */
export function detokenise(tokens) {
  let text = "";
  let glue = true;
  let before = "";
  for (const token of cased(directed(tokens))) {
    const pair = `${before} ${token}`.toLowerCase();
    if (!glue && !CLOSING.test(token) && !JOINED.has(pair)) text += " ";
    text += SHOWN[token] ?? token;
    glue = OPENING.test(token);
    before = token;
  }
  return text;
}

/** Quotes told apart: `` and ` open, '' and ' close. @param {string[]} all */
function directed(all) {
  /** @type {string[]} */
  const words = [];
  let [double, single] = [false, false];
  let left = all.filter((token) => token === "'").length;
  for (let token of all) {
    if (token === '"') token = double ? "''" : "``";
    if (token === "``" || token === "''") double = token === "``";
    if (token === "'") {
      left--;
      const last = (words.at(-1) ?? "").slice(-1);
      const owner = last === "s" || (ALNUM.test(last) && !left);
      token = single || owner ? "'" : "`";
      single = token === "`" && left > 0;
    }
    words.push(token);
  }
  return words;
}

/** Capitals where sentences, quotations and names begin, and for I. */
/** @param {string[]} words @returns {string[]} */
function cased(words) {
  let [begins, quoted] = [true, false];
  return words.map((word, i) => {
    const before = i ? words[i - 1] : "";
    if (word === "``" && (before === "," || before === ":")) begins = !quoted;
    if (before === "''") {
      quoted = true;
      begins &&= !SPEECH.test(words.slice(i, i + 2).join(" "));
    }
    if (ALNUM.test(word)) {
      const title = word.endsWith(".") && SHORT.test(word.slice(0, -1));
      const capital = begins || title || word === "i" || word.startsWith("i'");
      begins = title;
      return capital ? capitalised(word) : word;
    }
    if ([".", "!", "?"].includes(word)) [begins, quoted] = [true, false];
    else if (!BRACKET.test(word)) begins = false;
    return word;
  });
}

/** @param {string} word @returns {string} */
function capitalised(word) {
  const [first, ...rest] = word;
  return first.toUpperCase() + rest.join("");
}

/** Words and their ids: 0 ends a text, 1 stands for every unknown word. */
export class Vocabulary {
  /** @param {string[]} words the two special ones first */
  constructor(words) {
    this.words = words;
    this.ids = new Map(words.map((word, i) => [word, i]));
  }

  /** @param {string[]} tokens @returns {number[]} */
  encode(tokens) {
    return tokens.map((token) => this.ids.get(token) ?? UNK);
  }

  /** @param {number[]} ids @returns {string[]} up to the first end */
  decode(ids) {
    const end = ids.indexOf(EOS);
    return (end < 0 ? ids : ids.slice(0, end)).map((i) => this.words[i]);
  }

  /** @param {number[]} ids @returns {string} as people write it */
  write(ids) {
    return detokenise(this.decode(ids));
  }
}
