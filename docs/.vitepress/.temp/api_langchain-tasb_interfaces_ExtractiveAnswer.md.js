import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: ExtractiveAnswer","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/ExtractiveAnswer.md","filePath":"api/langchain-tasb/interfaces/ExtractiveAnswer.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/ExtractiveAnswer.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-extractiveanswer" tabindex="-1">Interface: ExtractiveAnswer <a class="header-anchor" href="#interface-extractiveanswer" aria-label="Permalink to &quot;Interface: ExtractiveAnswer&quot;">​</a></h1><p>An answer put together from sentences of the documents.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-sentences"></a> <code>sentences</code></td><td><a href="./RankedSentence.html"><code>RankedSentence</code></a>[]</td><td>The sentences, best first, as in the answer. A mark&#39;s number is <code>documentIndex + 1</code>.</td></tr><tr><td><a id="property-text"></a> <code>text</code></td><td><code>string</code></td><td>The sentences without their markup, each with its citation mark: <code>… [1] … [3]</code>. Empty where nothing was found.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/ExtractiveAnswer.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ExtractiveAnswer = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ExtractiveAnswer as default
};
