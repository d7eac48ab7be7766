import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Variable: SEARCH_MODES","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/variables/SEARCH_MODES.md","filePath":"api/langchain-tasb/variables/SEARCH_MODES.md"}');
const _sfc_main = { name: "api/langchain-tasb/variables/SEARCH_MODES.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="variable-search-modes" tabindex="-1">Variable: SEARCH_MODES <a class="header-anchor" href="#variable-search-modes" aria-label="Permalink to &quot;Variable: SEARCH\\_MODES&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">const</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> SEARCH_MODES</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> readonly</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> SearchMode</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">[];</span></span></code></pre></div><p>Every <code>SearchMode</code>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/variables/SEARCH_MODES.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SEARCH_MODES = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SEARCH_MODES as default
};
