/** A command line that cannot be understood: exit code 2, and the command's usage is printed. */

import { InvalidArgumentError } from "../errors.js";

/** Thrown by a command whose arguments are wrong. */
export class UsageError extends InvalidArgumentError {}
