/** Errors of models and their files that several readers have in common. */

import { ModelError } from "../errors.js";

/** A weight file that is not what its format says. */
export function unreadableWeights(path: string, reason: string): ModelError {
  return new ModelError("MODEL_FILE_INVALID", `${path} cannot be read: ${reason}.`);
}

/** A model whose description is right, and which this package has no network for. */
export function unsupportedModel(source: string, reason: string): ModelError {
  return new ModelError("MODEL_UNSUPPORTED", `The model of ${source} cannot be used: ${reason}.`);
}
