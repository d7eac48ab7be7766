/** Names on the hub, checked before they become parts of a path or an address. */

import { expected, ModelError } from "../../errors.js";

/** A repository at one revision. */
export interface HubRepository {
  /** `owner/name`. */
  readonly id: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

const PART = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?";
const ID_PATTERN = new RegExp(`^${PART}/${PART}$`);

/**
 * Checks a repository name and revision.
 *
 * @throws ModelError MODEL_NOT_FOUND for a name no repository can have; InvalidArgumentError for
 *   such a revision.
 */
export function parseRepository(id: string, revision = "main"): HubRepository {
  if (!ID_PATTERN.test(id) || id.includes("..") || id.includes("--")) {
    throw new ModelError(
      "MODEL_NOT_FOUND",
      `\`${id.slice(0, 120)}\` is not a model. Expected \`tas-b\`, \`tasb-mini\`, a hub repository ` +
        "`owner/name`, or a folder, whose name starts with `./`, `../`, `/` or a drive letter.",
    );
  }
  const isSafe =
    typeof revision === "string" &&
    /^[A-Za-z0-9_][\w.+/-]{0,254}$/.test(revision) &&
    !revision.split("/").some((segment) => segment === "" || /^\.{1,2}$/.test(segment));
  if (!isSafe) throw expected("revision", "the name of a branch, tag or commit", revision);
  return { id, revision };
}

/** True for a full commit hash. */
export function isCommit(value: string): boolean {
  return /^[0-9a-f]{40}$/.test(value);
}

/** Address of a file: `{endpoint}/{id}/resolve/{revision}/{file}`. */
export function fileUrl(endpoint: URL, id: string, revision: string, file: string): URL {
  const url = new URL(endpoint);
  const path = file.split("/").map(encodeURIComponent).join("/");
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${id}/resolve/${encodeURIComponent(revision)}/${path}`;
  return url;
}
