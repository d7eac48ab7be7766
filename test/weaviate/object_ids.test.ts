import { expect, it } from "vitest";

import { passageUuid, windowUuid } from "../../src/weaviate/object_ids.js";

// By Python 3.11's uuid.uuid5(NAMESPACE, id), and uuid.uuid5 of that and "1" and "12".
it.each([
  [
    "apples",
    "bdaf7e53-a33f-5dcb-b1e4-3e5eb5a62b63",
    "bca52c61-5370-50a9-9cbd-73a0d2d9b859",
    "047e0ae3-1f10-5abf-aac9-102c72f1df22",
  ],
  [
    "",
    "c54f638a-4786-5e60-99a8-5799fbacbbb7",
    "65cfcf6a-36d4-54fa-9d23-6d9200404e1b",
    "f3fb2581-a93e-53e6-9718-e91d30df31ef",
  ],
  [
    "é😀",
    "a1f088ad-67ec-5102-849f-9053a00bd659",
    "55c481bc-7926-5d70-b7b3-63ec2aec4789",
    "f7eb758d-a23e-5db8-b006-102c9e3024e0",
  ],
  [
    "a/b?c#d",
    "10677320-aab5-5f70-8ca5-7c4e4f8c8689",
    "610e6a47-cf3b-53bf-bb57-d44777d74532",
    "dd6c9836-cc57-525b-9393-573076f00426",
  ],
])("makes UUIDs of version 5 of `%s`, and of its windows", (id, passage, first, twelfth) => {
  expect(passageUuid(id)).toBe(passage);
  expect(windowUuid(passage, 1)).toBe(first);
  expect(windowUuid(passage, 12)).toBe(twelfth);
});
