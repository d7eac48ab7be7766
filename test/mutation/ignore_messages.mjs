// Leaves out mutants that change nothing but the words of an error: what is thrown, and what a message says
// was expected. That something is thrown there, and when, is mutated like everything else.
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const ERRORS = /^(?:expected|check\w+|.*Error)$/;

const isError = ({ node }) =>
  (node.type === "CallExpression" || node.type === "NewExpression") &&
  node.callee.type === "Identifier" &&
  ERRORS.test(node.callee.name);

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "messages", {
    shouldIgnore(path) {
      const isText = path.isStringLiteral() || path.isTemplateLiteral();
      return isText && path.findParent(isError) !== null ? "words of an error" : undefined;
    },
  }),
];
