import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Interface: PassageSplitterInput","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/interfaces/PassageSplitterInput.md","filePath":"api/langchain-tasb/interfaces/PassageSplitterInput.md"}');
const _sfc_main = { name: "api/langchain-tasb/interfaces/PassageSplitterInput.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="interface-passagesplitterinput" tabindex="-1">Interface: PassageSplitterInput <a class="header-anchor" href="#interface-passagesplitterinput" aria-label="Permalink to &quot;Interface: PassageSplitterInput&quot;">​</a></h1><p>What a splitter is made with: <code>embeddings</code>, or <code>countTokens</code> and <code>maxTokens</code>.</p><h2 id="properties" tabindex="-1">Properties <a class="header-anchor" href="#properties" aria-label="Permalink to &quot;Properties&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Property</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><a id="property-counttokens"></a> <code>countTokens?</code></td><td>(<code>text</code>) =&gt; <code>number</code></td><td>Counts the tokens of a text, without special ones. Default: the embeddings&#39; own.</td></tr><tr><td><a id="property-embeddings"></a> <code>embeddings?</code></td><td><a href="./../classes/TasbEmbeddings.html"><code>TasbEmbeddings</code></a></td><td>Whose tokens are counted, and whose <code>maxPassageTokens</code> is the limit. Needed without <code>countTokens</code>.</td></tr><tr><td><a id="property-format"></a> <code>format?</code></td><td><a href="./../type-aliases/TextFormat.html"><code>TextFormat</code></a></td><td>How texts are read. Default: by the name in <code>metadata.source</code>; plain text without one.</td></tr><tr><td><a id="property-maxtokens"></a> <code>maxTokens?</code></td><td><code>number</code></td><td>The most tokens of a passage, at least 8. Default: all that the embeddings read.</td></tr><tr><td><a id="property-overlaptokens"></a> <code>overlapTokens?</code></td><td><code>number</code></td><td>Whole sentences that a passage repeats from the one before, up to this many tokens. Less than half of <code>maxTokens</code>. Default 0.</td></tr></tbody></table></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/interfaces/PassageSplitterInput.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const PassageSplitterInput = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  PassageSplitterInput as default
};
