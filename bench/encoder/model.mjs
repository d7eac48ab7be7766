// A DistilBERT of TAS-B's size with random weights, as a folder that every contestant can open. TAS-B's
// own weights make nothing faster or slower; that their vectors are right is tested elsewhere.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { encoderTensors } from "../../.build/esm/model/encoder_tensors.js";
import { TASB_SHAPE, writeRandomModel as write } from "../../test/model/random_model.mjs";

/** What other libraries want to be told of the tokenizer. */
const SPECIAL_TOKENS = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
};

/** @returns {Promise<void>} config.json, model.safetensors, and the built-in model's tokenizer */
export async function writeRandomModel(folder) {
  await write(folder, TASB_SHAPE, encoderTensors(TASB_SHAPE));
  const json = (name, value) => writeFileSync(join(folder, name), JSON.stringify(value));
  json("special_tokens_map.json", SPECIAL_TOKENS);
  json("tokenizer_config.json", {
    ...SPECIAL_TOKENS,
    tokenizer_class: "PreTrainedTokenizerFast",
    model_max_length: 200,
    // A DistilBERT takes no token types: not every version of transformers leaves them out by itself.
    model_input_names: ["input_ids", "attention_mask"],
  });
}
