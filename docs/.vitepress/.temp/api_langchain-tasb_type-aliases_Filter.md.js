import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Filter","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/type-aliases/Filter.md","filePath":"api/langchain-tasb/type-aliases/Filter.md"}');
const _sfc_main = { name: "api/langchain-tasb/type-aliases/Filter.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-filter" tabindex="-1">Type Alias: Filter <a class="header-anchor" href="#type-alias-filter" aria-label="Permalink to &quot;Type Alias: Filter&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Filter</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;"> </span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> DeclarativeFilter</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> FunctionFilter</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>Which passages may be found.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/type-aliases/Filter.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Filter = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Filter as default
};
