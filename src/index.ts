export { TasbError, type ErrorCode } from "./errors.js";
