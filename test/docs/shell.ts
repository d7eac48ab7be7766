/** Reads the simple command lines of the documentation: quotes, `\` at a line's end, `&&`, `|`, `#`. */

/** The commands of a block as words, without settings of variables (`A=b command`). */
export function commandsIn(code: string): string[][] {
  return code
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .flatMap(commandsOfLine)
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]\w*=/.test(word))))
    .filter((words) => words.length > 0);
}

function commandsOfLine(line: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  const end = (): void => {
    if (words.length > 0) commands.push(words);
    words = [];
  };
  const pattern = /"([^"]*)"|'([^']*)'|(&&|\|\|?|;)|(#.*)|((?:[^\s"'|&;#]|(?<=\S)#)+)|\s+/g;
  let joined = false;
  for (const [whole, double, single, operator, comment, plain] of line.matchAll(pattern)) {
    if (comment !== undefined) break;
    if (operator !== undefined) end();
    const word = double ?? single ?? plain;
    if (word !== undefined) {
      // `a"b c"` is one word.
      if (joined) words.push((words.pop() ?? "") + word);
      else words.push(word);
    }
    joined = word !== undefined && !/\s$/.test(whole) && operator === undefined;
  }
  end();
  // Where output goes is no argument.
  return commands.map((command) => {
    const redirection = command.findIndex((word) => /^\d?>{1,2}/.test(word));
    return redirection === -1 ? command : command.slice(0, redirection);
  });
}
