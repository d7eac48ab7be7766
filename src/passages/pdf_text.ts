/** The text of a PDF file, page by page. The library that reads it is an optional dependency. */

import { FileFormatError } from "../errors.js";
import { plainBlocks } from "./blocks.js";
import type { SourceText } from "./source_text.js";
import { lastAtMost } from "./ascending.js";

/** Between two pages: a paragraph ends there. */
const PAGE_BREAK = "\n\n";

export interface PdfOptions {
  /** For messages. */
  path: string;
  /** Most pages that are read; a file with more is refused. Default 5,000. */
  maxPages?: number;
}

/**
 * Reads a PDF with `unpdf` (Mozilla's PDF.js). Nothing in the file is run; images are not looked at,
 * so that a scanned page has no text.
 *
 * @param bytes taken over: empty afterwards
 * @throws FileFormatError for a damaged or locked file, one without text, and one of more than
 *   `maxPages` pages; with the code `FILE_UNREADABLE` where `unpdf` is not installed
 */
export async function pdfText(bytes: Uint8Array, options: PdfOptions): Promise<SourceText> {
  const { path, maxPages = 5000 } = options;
  const { extractText, getDocumentProxy } = await import("unpdf").catch((cause: unknown) => {
    throw new FileFormatError(
      "Reading PDF files needs the package unpdf, which is not installed: npm install unpdf",
      { path, cause, unreadable: true },
    );
  });
  const document = await getDocumentProxy(bytes, { isEvalSupported: false, verbosity: 0 }).catch(
    (cause: unknown) => {
      const locked = cause instanceof Error && cause.name === "PasswordException";
      const what = locked ? "The PDF is locked by a password." : "The PDF cannot be read.";
      throw new FileFormatError(what, { path, cause });
    },
  );
  try {
    if (document.numPages > maxPages) {
      const got = `got ${document.numPages}`;
      throw new FileFormatError(`Expected a PDF of at most ${maxPages} pages, ${got}.`, { path });
    }
    const { text: pages } = await extractText(document, { mergePages: false }).catch(
      (cause: unknown) => {
        throw new FileFormatError("A page of the PDF cannot be read.", { path, cause });
      },
    );
    if (pages.every((page) => page.trim() === "")) {
      throw new FileFormatError(
        "The PDF holds no text: its pages are images, which need text recognition first.",
        { path },
      );
    }
    const { info } = await document.getMetadata().catch(() => ({ info: {} }));
    const title = "Title" in info && typeof info.Title === "string" ? info.Title.trim() : "";
    return pagesText(pages, title);
  } finally {
    await document.destroy();
  }
}

/** Pages as one text in which every place knows its page. */
export function pagesText(pages: readonly string[], title = ""): SourceText {
  const starts: number[] = [];
  let length = 0;
  for (const page of pages) {
    starts.push(length);
    length += page.length + PAGE_BREAK.length;
  }
  const text = pages.join(PAGE_BREAK);
  const pageAt = (offset: number): number => lastAtMost(starts, offset) + 1;
  return {
    text,
    blocks: plainBlocks(text),
    ...(title !== "" && { title }),
    placeOf: ({ start, end }) => {
      const page = pageAt(start);
      const endPage = pageAt(Math.max(start, end - 1));
      if (endPage === page) return { page };
      return { page, endPage, pageBreaks: starts.slice(page, endPage).map((at) => at - start) };
    },
  };
}
