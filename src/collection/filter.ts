/** Metadata filters: declarative conditions, or a function. (Evaluation: see `compileFilter`.) */

import type { Passage } from "./passage.js";

export type FilterScalar = string | number | boolean | null | Date;

export interface FilterOperators {
  $eq?: FilterScalar;
  $ne?: FilterScalar;
  $gt?: string | number | Date;
  $gte?: string | number | Date;
  $lt?: string | number | Date;
  $lte?: string | number | Date;
  $in?: readonly FilterScalar[];
  $nin?: readonly FilterScalar[];
  $exists?: boolean;
}

/**
 * Each field is a `FilterScalar` (equality) or `FilterOperators`; checked at run time.
 * `{ source: "a.md", year: { $gte: 2020 }, $or: [{ tag: "x" }, { tag: "y" }] }`
 */
export type DeclarativeFilter = {
  $and?: readonly DeclarativeFilter[];
  $or?: readonly DeclarativeFilter[];
  $not?: DeclarativeFilter;
} & { [field: string]: unknown };

export type FunctionFilter = (passage: Passage) => boolean;

export type Filter = DeclarativeFilter | FunctionFilter;
