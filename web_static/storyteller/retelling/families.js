/**
 * Which things may stand in each other's place:
 * `storyteller_lib/retelling/families.py`.
 */

/** @import { Tables } from "./tables.js" */

/**
 * Whether a concept may take another's place.
 * @param {string} concept
 * @param {string} other
 * @param {Tables} tables
 * @returns {boolean}
 */
export function areFamily(concept, other, { families }) {
  if (concept === other) return false;
  return families.families.some(
    (family) => family.has(concept) && family.has(other),
  );
}
