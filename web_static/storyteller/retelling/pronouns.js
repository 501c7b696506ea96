/**
 * He becomes she, or she he, where it is sure whom each pronoun means:
 * `storyteller_lib/retelling/pronouns.py`.
 */

import { capitalised, isCapital } from "./inflection.js";
import { everywhere } from "./tables.js";

/** @import { Tables } from "./tables.js" */

/**
 * The text with one gender's pronouns in the place of the other's.
 * @param {string} text in which one person alone is meant by them
 * @param {string|undefined} old m or f; undefined where none need change
 * @param {string|undefined} wanted m or f; undefined for *they*, which
 *   changes verbs and is not done
 * @param {Tables} tables
 * @returns {string|null} null if both genders' pronouns are there, or it
 *   cannot be told whether *her* is *his* or *him*
 */
export function otherGender(text, old, wanted, tables) {
  const { he, she } = tables.pronouns;
  const [male, female] = [he.test(text), she.test(text)];
  if (male && female) return null;
  if ((old === "m" && female) || (old === "f" && male)) return null;
  if (!old || !wanted) return male || female ? null : text;
  return old === "m"
    ? replaced(text, he, her, tables)
    : replaced(text, she, his, tables);
}

/**
 * @param {string} text
 * @param {RegExp} pattern of the pronouns
 * @param {(word: string, before: string, after: string, tables: Tables) =>
 *   string|null} other the pronoun in its place
 * @param {Tables} tables
 * @returns {string|null} null if one of them cannot be told
 */
function replaced(text, pattern, other, tables) {
  let unsure = false;
  const changed = text.replace(everywhere(pattern), (word, _, at) => {
    const rest = text.slice(at + word.length);
    const said = other(word.toLowerCase(), text.slice(0, at), rest, tables);
    unsure ||= said === null;
    return isCapital(word) ? capitalised(said ?? word) : (said ?? word);
  });
  return unsure ? null : changed;
}

/**
 * What *he*, *him*, *his* or *himself* becomes.
 * @param {string} word
 * @param {string} before
 * @param {string} after
 * @param {Tables} tables
 * @returns {string}
 */
function her(word, before, after, { pronouns }) {
  const found = pronouns.toShe.get(word);
  if (found !== undefined) return found;
  const next = pronouns.next.exec(after);
  return next && next[2] === undefined ? "hers" : "her";
}

/**
 * What *she*, *her*, *hers* or *herself* becomes; null if unsure.
 * @param {string} word
 * @param {string} before
 * @param {string} after
 * @param {Tables} tables
 * @returns {string|null}
 */
function his(word, before, after, { pronouns }) {
  const found = pronouns.toHe.get(word);
  if (found !== undefined) return found;
  const next = pronouns.next.exec(after);
  if (!next) return null;
  const following = (next[2] ?? "").toLowerCase();
  if (!following || pronouns.afterObject.has(following)) return "him";
  const giver = pronouns.before.exec(before);
  if (giver && pronouns.giving.has(giver[1].toLowerCase())) return null;
  const { things, adjectives } = pronouns;
  return things.has(following) || adjectives.has(following) ? "his" : null;
}
