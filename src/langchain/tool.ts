/** The retriever as a tool for agents. */

import type { DocumentInterface } from "@langchain/core/documents";
import type { BaseRetrieverInterface } from "@langchain/core/retrievers";
import { patchConfig } from "@langchain/core/runnables";
import { DynamicStructuredTool } from "@langchain/core/tools";
import { expected } from "../errors.js";
import { checkType } from "../option_checks.js";
import {
  checkFormatOptions,
  formatPassages,
  type FormatPassagesOptions,
} from "./format_passages.js";

/** What a tool is made with. */
export interface TasbToolOptions extends FormatPassagesOptions {
  /** What the model calls it by: letters, digits, `_` and `-`. Default `search_passages`. */
  name?: string;
  /** Tells the model when to use it: say what the documents are about. Default: a general one. */
  description?: string;
}

const QUERY_SCHEMA = {
  type: "object",
  properties: {
    query: {
      type: "string",
      description: "What to look for: a question or a few key words, in the documents' language.",
    },
  },
  required: ["query"],
  additionalProperties: false,
} as const;

/** What the model hands to the tool. */
export interface TasbToolInput {
  /** What the model asks for. */
  query: string;
}

/** The tool: gives content for the model and the documents as the artifact. */
export type TasbTool = DynamicStructuredTool<
  typeof QUERY_SCHEMA,
  TasbToolInput,
  TasbToolInput,
  [string, DocumentInterface[]]
>;

/**
 * A tool that searches and gives the passages to the model as `formatPassages` writes them, and to
 * the program as the tool message's `artifact`: the documents themselves, with metadata and scores,
 * in the order of the numbers that the model cites.
 *
 * @param retriever any LangChain retriever
 */
export function createTasbTool(
  retriever: BaseRetrieverInterface,
  fields: TasbToolOptions = {},
): TasbTool {
  if (typeof retriever?.invoke !== "function") {
    throw expected("retriever", "a retriever", retriever);
  }
  const {
    name = "search_passages",
    description = "Searches the documents and returns the most relevant passages, numbered. " +
      "Cite a passage by its number in square brackets.",
    ...format
  } = fields;
  if (typeof name !== "string" || !/^[\w-]{1,64}$/.test(name)) {
    throw expected("name", "1 to 64 letters, digits, `_` and `-`", name);
  }
  checkType("description", description, "string");
  checkFormatOptions(format);
  return new DynamicStructuredTool({
    name,
    description,
    schema: QUERY_SCHEMA,
    responseFormat: "content_and_artifact",
    func: async ({ query }, runManager, config) => {
      const child = runManager?.getChild();
      const options = child === undefined ? config : patchConfig(config, { callbacks: child });
      const documents = await retriever.invoke(query, options);
      const content =
        documents.length === 0 ? "No passage was found." : formatPassages(documents, format);
      return [content, documents];
    },
  });
}
