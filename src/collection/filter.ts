/** Metadata filters: declarative conditions, or a function. (Evaluation: see `compileFilter`.) */

import type { Passage } from "./passage.js";

/** A value that a filter compares with, by type and value: a string is not a date. */
export type FilterScalar = string | number | boolean | null | Date;

/** Conditions on one field; all of them must hold. */
export interface FilterOperators {
  /** Equal; in a field of several values, one of them. */
  $eq?: FilterScalar;
  /** Not equal; a missing field satisfies it. */
  $ne?: FilterScalar;
  /** Greater. */
  $gt?: string | number | Date;
  /** Greater or equal. */
  $gte?: string | number | Date;
  /** Less. */
  $lt?: string | number | Date;
  /** Less or equal. */
  $lte?: string | number | Date;
  /** One of these. */
  $in?: readonly FilterScalar[];
  /** None of these. */
  $nin?: readonly FilterScalar[];
  /** Whether the field is there. */
  $exists?: boolean;
}

/**
 * Each field is a `FilterScalar` (equality) or `FilterOperators`; checked at run time.
 * `{ source: "a.md", year: { $gte: 2020 }, $or: [{ tag: "x" }, { tag: "y" }] }`
 */
export type DeclarativeFilter = {
  /** All of them hold. */
  $and?: readonly DeclarativeFilter[];
  /** At least one of them holds. */
  $or?: readonly DeclarativeFilter[];
  /** It does not hold. */
  $not?: DeclarativeFilter;
} & { [field: string]: unknown };

/** Looks at a passage and says whether it may be found. Must not change it. */
export type FunctionFilter = (passage: Passage) => boolean;

/** Which passages may be found. */
export type Filter = DeclarativeFilter | FunctionFilter;
