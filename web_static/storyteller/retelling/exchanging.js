/**
 * One thing in a passage is exchanged for another, in all its mentions:
 * `storyteller_lib/retelling/exchanging.py`.
 */

import { mentions } from "./concepts.js";
import { fixArticles } from "./inflection.js";
import { otherGender } from "./pronouns.js";

/** @import { Mention } from "./concepts.js" */
/** @import { Noun, Tables } from "./tables.js" */

/**
 * @typedef {Object} Exchange
 * @property {string} new what the picture shows
 * @property {string} old what the passage had
 */

/**
 * The text with one noun concept in the place of another.
 * @param {string} text a passage
 * @param {string} old a concept that it names
 * @param {string} wanted the concept to be named instead
 * @param {Tables} tables
 * @returns {string|null} null if it cannot be done without a fault
 */
export function exchange(text, old, wanted, tables) {
  const named = mentions(text, tables);
  const places = named.filter((mention) => mention.concept === old);
  if (!places.length) return null;
  if (named.some((mention) => mention.concept === wanted)) return null;
  const words = places.map((place) => nounFor(text, place, wanted, tables));
  const faulty = places.some(
    (place, i) =>
      words[i] === null ||
      isPart(text, place, tables) ||
      isElsewhere(text, place, wanted, tables),
  );
  if (faulty) return null;
  const changed = fixArticles(put(text, places, words), tables);
  const genders = tables.pronouns.genders;
  if (genders.get(old) === genders.get(wanted)) return changed;
  const others = named.filter((mention) => mention.concept !== old);
  if (others.some((mention) => genders.has(mention.concept))) return null;
  return otherGender(changed, genders.get(old), genders.get(wanted), tables);
}

/**
 * The text with these words in those places.
 * @param {string} text
 * @param {Mention[]} places
 * @param {(string|null)[]} words
 * @returns {string}
 */
function put(text, places, words) {
  let [changed, end] = ["", 0];
  places.forEach((place, i) => {
    const word = String(words[i]);
    const first = beginsSentence(text.slice(0, place.start));
    changed += text.slice(end, place.start);
    changed += first ? word[0].toUpperCase() + word.slice(1) : word;
    end = place.end;
  });
  return changed + text.slice(end);
}

/**
 * The new noun in the number of the mention; null if it has no such.
 * @param {string} text
 * @param {Mention} place
 * @param {string} wanted
 * @param {Tables} tables
 * @returns {string|null}
 */
function nounFor(text, place, wanted, tables) {
  const { before: pattern, determiners, one } = tables.exchanging;
  const old = nounOf(place.concept, tables);
  const noun = nounOf(wanted, tables);
  const said = text.slice(place.start, place.end).toLowerCase();
  const before = wordOf(pattern, text.slice(0, place.start));
  let several = old.plurals.has(said);
  if (several && said === old.name && !old.bare) {
    several = !one.has(before); // one sheep, two sheep
  }
  if (alwaysSeveral(old) !== alwaysSeveral(noun)) return null;
  if (old.bare !== noun.bare && !determiners.has(before)) return null;
  if (several && noun.bare) return old.bare ? noun.name : null;
  return several ? noun.plural : noun.name;
}

/**
 * @param {string} concept
 * @param {Tables} tables
 * @returns {Noun}
 */
function nounOf(concept, { lexicon }) {
  const noun = lexicon.nouns.get(concept);
  if (!noun) throw new RangeError(`${concept} is no noun`);
  return noun;
}

/** Whether there is no one of it: jeans. @param {Noun} noun */
const alwaysSeveral = (noun) => noun.bare && noun.plurals.has(noun.name);

/**
 * Whether the mention is part of a longer name: beach ball, dog-house.
 * @param {string} text
 * @param {Mention} place
 * @param {Tables} tables
 */
function isPart(text, place, { exchanging }) {
  if (text[place.end] === "-" || text[place.start - 1] === "-") return true;
  const following = wordOf(exchanging.after, text.slice(place.end));
  return exchanging.nounWords.has(following);
}

/**
 * Whether what is said with *in* or *on* cannot be said of the new.
 * @param {string} text
 * @param {Mention} place
 * @param {string} wanted
 * @param {Tables} tables
 */
function isElsewhere(text, place, wanted, { exchanging }) {
  const found = exchanging.inOrOn.exec(text.slice(0, place.start));
  if (!found) return false;
  const inside = found[1].toLowerCase().startsWith("in");
  const wrong = inside ? exchanging.notIn : exchanging.notOn;
  return wrong.has(wanted) && !wrong.has(place.concept);
}

/**
 * @param {RegExp} pattern
 * @param {string} text
 * @returns {string} the word that it finds, or ""
 */
function wordOf(pattern, text) {
  return (pattern.exec(text)?.[1] ?? "").toLowerCase();
}

/** @param {string} before what stands before a word @returns {boolean} */
function beginsSentence(before) {
  const text = before.trimEnd();
  return !text || ".!?".includes(text[text.length - 1]);
}
