import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TasbError } from "../../src/errors.js";
import { readModelDirectory } from "../../src/model/model_directory.js";
import { isDirectoryName, resolveModel } from "../../src/model/resolve_model.js";
import { packageRoot } from "../../src/package_root.js";

const distilbert = {
  model_type: "distilbert",
  dim: 768,
  n_layers: 6,
  n_heads: 12,
  hidden_dim: 3072,
  vocab_size: 30_522,
  max_position_embeddings: 512,
  activation: "gelu",
};
const bert = {
  model_type: "bert",
  hidden_size: 384,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 1536,
  vocab_size: 30_522,
  max_position_embeddings: 512,
  type_vocab_size: 2,
  hidden_act: "gelu",
  layer_norm_eps: 1e-12,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tasb-model-"));
  await put("config.json", distilbert);
  await put("tokenizer.json", {});
  await put("model.safetensors", "");
});
afterEach(() => rm(directory, { recursive: true }));

async function put(file: string, content: unknown): Promise<void> {
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
}

async function failure(): Promise<TasbError> {
  const error: unknown = await readModelDirectory(directory).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TasbError);
  return error as TasbError;
}

const modules = (...types: [type: string, path: string][]): object[] =>
  types.map(([type, path], idx) => ({ idx, path, type: `sentence_transformers.models.${type}` }));

describe("readModelDirectory", () => {
  it("gives a plain folder what TAS-B wants: CLS, no normalization, no prefix", async () => {
    expect(await readModelDirectory(directory)).toEqual({
      directory,
      config: {
        architecture: "distilbert",
        layers: 6,
        dimension: 768,
        heads: 12,
        feedForward: 3072,
        vocabularySize: 30_522,
        maxPositions: 512,
        typeVocabularySize: 0,
        layerNormEpsilon: 1e-12,
      },
      settings: { pooling: "cls", normalize: false, queryPrefix: "", passagePrefix: "" },
      tokenizerPath: join(directory, "tokenizer.json"),
      weights: { path: join(directory, "model.safetensors"), format: "safetensors" },
    });
  });

  it("reads a BERT config", async () => {
    await put("config.json", { ...bert, layer_norm_eps: 1e-5 });
    expect((await readModelDirectory(directory)).config).toMatchObject({
      architecture: "bert",
      layers: 12,
      dimension: 384,
      typeVocabularySize: 2,
      layerNormEpsilon: 1e-5,
    });
  });

  it("takes the architecture from the class name where model_type is absent", async () => {
    const { model_type: _, ...rest } = distilbert;
    await put("config.json", { ...rest, architectures: ["DistilBertModel"] });
    expect((await readModelDirectory(directory)).config.architecture).toBe("distilbert");
    const { model_type: __, ...other } = bert;
    await put("config.json", { ...other, architectures: ["BertForMaskedLM"] });
    expect((await readModelDirectory(directory)).config.architecture).toBe("bert");
  });

  it("gives a BERT config without them the epsilon and the token types of BERT's own", async () => {
    const { layer_norm_eps: _, type_vocab_size: __, ...rest } = bert;
    await put("config.json", rest);
    expect((await readModelDirectory(directory)).config).toMatchObject({
      layerNormEpsilon: 1e-12,
      typeVocabularySize: 2,
    });
  });

  it("refuses a config.json of more than 1 MiB without reading it", async () => {
    await put("config.json", `${" ".repeat(2 ** 20)}{}`);
    const error = await failure();
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toContain("1048578 bytes, more than the 1048576");
  });

  it("refuses a config.json that cannot be opened or read", async () => {
    const path = join(directory, "config.json");
    await rm(path);
    await symlink("config.json", path);
    expect(await failure()).toMatchObject({
      code: "MODEL_FILE_INVALID",
      message: expect.stringMatching(/^Cannot open .*config\.json: .*ELOOP/),
    });
    await rm(path);
    await mkdir(path);
    expect(await failure()).toMatchObject({
      code: "MODEL_FILE_INVALID",
      message: expect.stringMatching(/^Cannot read .*config\.json: .*EISDIR/),
    });
  });

  it("takes PyTorch weights where there are no safetensors", async () => {
    await rm(join(directory, "model.safetensors"));
    await put("pytorch_model.bin", "");
    expect((await readModelDirectory(directory)).weights).toEqual({
      path: join(directory, "pytorch_model.bin"),
      format: "pytorch",
    });
  });

  it("reads pooling, normalization, prefixes and length from sentence-transformers' files", async () => {
    await put(
      "modules.json",
      modules(["Transformer", ""], ["Pooling", "1_Pooling"], ["Normalize", "2_Normalize"]),
    );
    await put("1_Pooling/config.json", {
      pooling_mode_mean_tokens: true,
      pooling_mode_cls_token: false,
    });
    await put("config_sentence_transformers.json", {
      prompts: { query: "query: ", document: "passage: " },
      default_prompt_name: null,
    });
    await put("sentence_bert_config.json", { max_seq_length: 256, do_lower_case: false });
    expect((await readModelDirectory(directory)).settings).toEqual({
      pooling: "mean",
      normalize: true,
      queryPrefix: "query: ",
      passagePrefix: "passage: ",
      maxLength: 256,
    });
  });

  it("takes the default prompt where a kind of text has none of its own", async () => {
    await put("config_sentence_transformers.json", {
      prompts: { any: "text: ", query: "ask: " },
      default_prompt_name: "any",
    });
    const { settings } = await readModelDirectory(directory);
    expect(settings).toMatchObject({ queryPrefix: "ask: ", passagePrefix: "text: " });
  });

  it("never takes a length beyond the position embeddings", async () => {
    await put("sentence_bert_config.json", { max_seq_length: 8192 });
    expect((await readModelDirectory(directory)).settings.maxLength).toBe(512);
  });

  it.each([
    [{ pooling_mode_cls_token: true }, "cls"],
    [{ pooling_mode: "cls" }, "cls"],
    [{ pooling_mode: ["mean"] }, "mean"],
  ])("understands the pooling %j", async (pooling, expected) => {
    await put("1_Pooling/config.json", pooling);
    expect((await readModelDirectory(directory)).settings.pooling).toBe(expected);
  });

  it.each([
    { pooling_mode_max_tokens: true },
    { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true },
    { pooling_mode_lasttoken: true },
    { pooling_mode: "weightedmean" },
    {},
  ])("refuses the pooling %j with a reason", async (pooling) => {
    await put("1_Pooling/config.json", pooling);
    const error = await failure();
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("only `cls` or `mean` alone");
  });

  it("refuses a dense layer on top with a reason", async () => {
    await put(
      "modules.json",
      modules(["Transformer", ""], ["Pooling", "1_Pooling"], ["Dense", "2_Dense"]),
    );
    const error = await failure();
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("`Dense`");
  });

  it.each([
    ["modules.json", {}],
    ["modules.json", Array.from({ length: 17 }, () => ({ type: "a.Transformer", path: "" }))],
    ["modules.json", ["Transformer"]],
    ["modules.json", [{ path: "" }]],
    ["modules.json", [{ type: "a.Transformer", path: 7 }]],
    ["config_sentence_transformers.json", { prompts: { query: 7 } }],
    ["config_sentence_transformers.json", { prompts: { query: "x".repeat(10_001) } }],
    ["sentence_bert_config.json", { max_seq_length: "long" }],
  ])("refuses %s that holds %j", async (file, content) => {
    await put(file, content);
    const error = await failure();
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toContain(file);
  });

  it("takes a layer without a path for the transformer, and refuses pooling of another folder", async () => {
    await put("modules.json", [{ type: "sentence_transformers.models.Transformer" }]);
    expect((await readModelDirectory(directory)).settings.pooling).toBe("cls");
    await put("modules.json", modules(["Transformer", ""], ["Pooling", "2_Pooling"]));
    const error = await failure();
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("2_Pooling");
  });

  it("refuses a mean that leaves the prefix out", async () => {
    await put("1_Pooling/config.json", { pooling_mode: "mean", include_prompt: false });
    expect((await readModelDirectory(directory)).settings.pooling).toBe("mean");
    await put("config_sentence_transformers.json", { prompts: { query: "query: " } });
    const error = await failure();
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("prefix");
  });

  it("passes over a default prompt that names none", async () => {
    const prompts = { query: "q: " };
    await put("config_sentence_transformers.json", { prompts, default_prompt_name: 3 });
    const { settings } = await readModelDirectory(directory);
    expect([settings.queryPrefix, settings.passagePrefix]).toEqual(["q: ", ""]);
  });

  it.each(["constructor", "__proto__", "toString"])("refuses a layer called %s", async (type) => {
    await put("modules.json", modules([type, ""]));
    expect((await failure()).code).toBe("MODEL_UNSUPPORTED");
  });

  it.each(["mpnet", "roberta", "xlm-roberta", "t5", "__proto__", 7, undefined])(
    "refuses the architecture %j and names those it supports",
    async (model_type) => {
      await put("config.json", { ...distilbert, model_type });
      const error = await failure();
      expect(error.code).toBe("MODEL_UNSUPPORTED");
      expect(error.message).toContain("`distilbert` and `bert`");
    },
  );

  it.each([
    { activation: "relu" },
    { ...bert, position_embedding_type: "relative_key" },
    { ...bert, is_decoder: true },
    { ...bert, hidden_act: "gelu_new" },
  ])("refuses what changes the computation: %j", async (change) => {
    await put("config.json", { ...distilbert, ...change });
    expect((await failure()).code).toBe("MODEL_UNSUPPORTED");
  });

  it.each([
    ["dim", 0],
    ["dim", -768],
    ["dim", 7.5],
    ["dim", "768"],
    ["dim", 1e9],
    ["dim", 770],
    ["n_layers", 1e6],
    ["n_heads", null],
    ["hidden_dim", 2 ** 31],
    ["vocab_size", 1e300],
    ["max_position_embeddings", false],
    ["layer_norm_eps", 0],
    ["layer_norm_eps", "1e-12"],
    ["layer_norm_eps", 0.2],
  ])("refuses %s = %j", async (key, value) => {
    await put("config.json", { ...(key === "layer_norm_eps" ? bert : distilbert), [key]: value });
    const error = await failure();
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toContain(key);
    expect(error.message).toContain("config.json");
  });

  it.each(["", "{", "[]", "null", "7", '"text"', "\u0000"])(
    "refuses a config.json that holds %j",
    async (content) => {
      await put("config.json", content);
      expect((await failure()).code).toBe("MODEL_FILE_INVALID");
    },
  );

  it("does not read values from a prototype", async () => {
    await put("config.json", `{"__proto__": ${JSON.stringify(distilbert)}}`);
    expect((await failure()).code).toBe("MODEL_UNSUPPORTED");
    expect(({} as Record<string, unknown>)["model_type"]).toBeUndefined();
  });

  it("refuses a config.json of more than a mebibyte without reading it", async () => {
    await put("config.json", JSON.stringify(distilbert) + " ".repeat(1 << 20));
    const error = await failure();
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toContain("bytes");
  });

  it.each([
    ["config.json", "config.json"],
    ["tokenizer.json", "tokenizer.json"],
    ["model.safetensors", "pytorch_model.bin"],
  ])("names %s when it is missing", async (file, part) => {
    await rm(join(directory, file));
    const error = await failure();
    expect(error.code).toBe("MODEL_FILE_MISSING");
    expect(error.message).toContain(file);
    expect(error.message).toContain(part);
  });

  it("names the pooling file when modules.json asks for it and it is missing", async () => {
    await put("modules.json", modules(["Transformer", ""], ["Pooling", "1_Pooling"]));
    expect((await failure()).code).toBe("MODEL_FILE_MISSING");
  });

  it("refuses weights split over several files with a reason", async () => {
    await rm(join(directory, "model.safetensors"));
    await put("model.safetensors.index.json", {});
    const error = await failure();
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toContain("one file");
  });

  it("says when there is no such folder", async () => {
    await expect(readModelDirectory(join(directory, "absent"))).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
    });
    await expect(readModelDirectory(join(directory, "config.json", "deeper"))).rejects.toThrow(
      "There is no model folder",
    );
    await expect(readModelDirectory(join(directory, "config.json"))).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: expect.stringContaining("which is a file"),
    });
  });

  // What root may not look at either: a link that leads to itself.
  it("does not take what may not be looked at for absent, be it the folder or a file", async () => {
    const round = join(directory, "round");
    await symlink(round, round);
    await expect(readModelDirectory(round)).rejects.toMatchObject({
      code: "MODEL_FILE_INVALID",
      message: expect.stringMatching(/Cannot look at .*round: Error: ELOOP/),
    });
    const weights = join(directory, "model.safetensors");
    await rm(weights);
    await symlink(weights, weights);
    const error = await failure();
    expect(error.code).toBe("MODEL_FILE_INVALID");
    expect(error.message).toMatch(/Cannot look at .*model\.safetensors: Error: ELOOP/);
  });
});

describe("a folder with vocab.txt and no tokenizer.json", () => {
  const reference = resolve(
    packageRoot,
    "../shared/data/tokenizer/bert-base-uncased.tokenizer.json",
  );
  const vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "__proto__", "a", "##b"];

  it.skipIf(!existsSync(reference))(
    "gets the tokenizer.json that was published for bert-base-uncased (needs ../shared)",
    async () => {
      const published = JSON.parse(readFileSync(reference, "utf8")) as {
        model: { vocab: Record<string, number>; type?: string };
      };
      const lines = Object.entries(published.model.vocab).toSorted((a, b) => a[1] - b[1]);
      await put("vocab.txt", `${lines.map(([token]) => token).join("\n")}\n`);
      await rm(join(directory, "tokenizer.json"));
      const { tokenizerPath } = await readModelDirectory(directory, {
        cacheDir: join(directory, "cache"),
      });
      const made = JSON.parse(readFileSync(tokenizerPath, "utf8")) as typeof published;
      expect({ ...made, model: { ...made.model, type: published.model.type } }).toEqual(published);
    },
  );

  it("keeps it in the cache, once", async () => {
    await rm(join(directory, "tokenizer.json"));
    await put("vocab.txt", vocabulary.join("\r\n"));
    await put("tokenizer_config.json", { do_lower_case: false, strip_accents: false });
    const options = { cacheDir: join(directory, "cache") };
    const first = await readModelDirectory(directory, options);
    expect(first.tokenizerPath.startsWith(join(directory, "cache", "converted"))).toBe(true);
    expect(await readModelDirectory(directory, options)).toEqual(first);
    const made = JSON.parse(readFileSync(first.tokenizerPath, "utf8")) as {
      model: { vocab: object };
      normalizer: object;
    };
    expect(Object.entries(made.model.vocab)).toEqual(vocabulary.map((token, id) => [token, id]));
    expect(made.normalizer).toMatchObject({ lowercase: false, strip_accents: false });
  });

  it("has the special tokens that tokenizer_config.json names", async () => {
    await rm(join(directory, "tokenizer.json"));
    await put("vocab.txt", vocabulary.join("\n").replace("[CLS]", "<s>"));
    await put("tokenizer_config.json", { cls_token: "<s>", sep_token: { content: "[SEP]" } });
    const options = { cacheDir: join(directory, "cache") };
    const { tokenizerPath } = await readModelDirectory(directory, options);
    const made = JSON.parse(readFileSync(tokenizerPath, "utf8")) as {
      post_processor: { special_tokens: object };
    };
    expect(Object.keys(made.post_processor.special_tokens)).toEqual(["<s>", "[SEP]"]);
  });

  it("is refused when a special token is missing", async () => {
    await rm(join(directory, "tokenizer.json"));
    await put("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n");
    const error = await failure();
    expect(error.code).toBe("TOKENIZER_INVALID");
    expect(error.message).toContain("[SEP]");
  });

  it("is refused with a typed error when the cache cannot be written", async () => {
    await rm(join(directory, "tokenizer.json"));
    await put("vocab.txt", vocabulary.join("\n"));
    await put("cache", "a file where a folder should be");
    const options = { cacheDir: join(directory, "cache") };
    await expect(readModelDirectory(directory, options)).rejects.toMatchObject({
      code: expect.stringMatching(/^(TOKENIZER|MODEL_FILE)_INVALID$/),
    });
  });
});

describe("resolveModel", () => {
  it("finds the built-in model in the package", async () => {
    const resolved = await resolveModel("tasb-mini");
    expect(resolved.name).toBe("tasb-mini");
    expect((await readModelDirectory(resolved.directory)).config.architecture).toBe("distilbert");
  });

  it("takes a folder as it is, as a path or a file address", async () => {
    const expected = { directory: packageRoot, name: packageRoot.split("/").at(-1) };
    expect(await resolveModel(packageRoot)).toEqual(expected);
    expect(await resolveModel(`${packageRoot}/`)).toEqual(expected);
    expect(await resolveModel(pathToFileURL(packageRoot).href)).toEqual(expected);
  });

  it.each(["./m", "../m", ".", "..", "/m", "C:\\m", "c:/m", ".\\m", "\\\\host\\m", "file:///m"])(
    "takes %s for a folder",
    (name) => {
      expect(isDirectoryName(name)).toBe(true);
    },
  );

  it.each(["tas-b", "owner/name", ".hidden/name", "name", "C:name", "a/./b"])(
    "takes %s for a hub name",
    (name) => {
      expect(isDirectoryName(name)).toBe(false);
    },
  );

  it.each(["", "a\0b", 7, null, undefined])("refuses %j", async (name) => {
    await expect(resolveModel(name as string)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("refuses a file address of another host", async () => {
    await expect(resolveModel("file://host/model")).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
    });
  });
});
