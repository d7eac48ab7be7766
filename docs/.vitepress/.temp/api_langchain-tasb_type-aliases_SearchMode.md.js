import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SearchMode","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/type-aliases/SearchMode.md","filePath":"api/langchain-tasb/type-aliases/SearchMode.md"}');
const _sfc_main = { name: "api/langchain-tasb/type-aliases/SearchMode.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-searchmode" tabindex="-1">Type Alias: SearchMode <a class="header-anchor" href="#type-alias-searchmode" aria-label="Permalink to &quot;Type Alias: SearchMode&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> SearchMode</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;dense&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;bm25&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;hybrid&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;rerank&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><ul><li><code>&quot;dense&quot;</code>: all passages by dot product.</li><li><code>&quot;bm25&quot;</code>: passages that hold a term of the query, by BM25. Needs no query vector.</li><li><code>&quot;hybrid&quot;</code>: the first <code>candidates</code> of both, fused.</li><li><code>&quot;rerank&quot;</code>: the first <code>candidates</code> by BM25, in the order of their dot product.</li></ul></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/type-aliases/SearchMode.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SearchMode = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SearchMode as default
};
