import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: FunctionFilter","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/type-aliases/FunctionFilter.md","filePath":"api/langchain-tasb/type-aliases/FunctionFilter.md"}');
const _sfc_main = { name: "api/langchain-tasb/type-aliases/FunctionFilter.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-functionfilter" tabindex="-1">Type Alias: FunctionFilter <a class="header-anchor" href="#type-alias-functionfilter" aria-label="Permalink to &quot;Type Alias: FunctionFilter&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> FunctionFilter</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;"> (</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">passage</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">) </span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">=&gt;</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> boolean</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>Looks at a passage and says whether it may be found. Must not change it.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th></tr></thead><tbody><tr><td><code>passage</code></td><td><a href="./../interfaces/Passage.html"><code>Passage</code></a></td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>boolean</code></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/type-aliases/FunctionFilter.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const FunctionFilter = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  FunctionFilter as default
};
