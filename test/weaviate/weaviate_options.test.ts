import { expect, it } from "vitest";

import { checkConnection } from "../../src/weaviate/weaviate_options.js";

it.each([
  ["", /`apiKey` to be a non-empty string, got an empty one\.$/],
  [123_456, /got one of type number\.$/],
])("refuses the API key %j without repeating it", (apiKey, message) => {
  const options = { hosts: "http://localhost", name: "Name", apiKey: apiKey as string };
  expect(() => checkConnection(options)).toThrowError(message);
});
