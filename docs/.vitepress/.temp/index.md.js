import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse(`{"title":"langchain-tasb","titleTemplate":"a local, exact, explainable retriever for LangChain.js","description":"","frontmatter":{"layout":"home","title":"langchain-tasb","titleTemplate":"a local, exact, explainable retriever for LangChain.js","hero":{"name":"langchain-tasb","text":"A retriever for LangChain.js","tagline":"TAS-B dense passages, BM25, hybrid fusion and re-ranking on one machine, without Python and without a server.","actions":[{"theme":"brand","text":"Getting started","link":"/getting_started"},{"theme":"alt","text":"LangChain integration","link":"/langchain"},{"theme":"alt","text":"API","link":"/api/"}]},"features":[{"title":"Compared with references","details":"Vectors with PyTorch, token ids with the reference tokenizer, terms and BM25 scores with Lucene, measures with trec_eval.","link":"/design"},{"title":"Exact","details":"Every vector is looked at. Equal scores have one order everywhere.","link":"/data_model"},{"title":"Explainable","details":"Every hit carries each stage's score and rank, and its matched terms.","link":"/retriever"},{"title":"One worker thread","details":"Inference leaves the event loop free. Nothing is printed, and no code from a model is ever run.","link":"/deployment"}]},"headers":[],"relativePath":"index.md","filePath":"index.md"}`);
const _sfc_main = { name: "index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
