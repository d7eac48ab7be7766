import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: Normalization","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/type-aliases/Normalization.md","filePath":"api/langchain-tasb/type-aliases/Normalization.md"}');
const _sfc_main = { name: "api/langchain-tasb/type-aliases/Normalization.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-normalization" tabindex="-1">Type Alias: Normalization <a class="header-anchor" href="#type-alias-normalization" aria-label="Permalink to &quot;Type Alias: Normalization&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> Normalization</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;min-max&quot;</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;z-score&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>How the scores of one list are brought to the scale of another.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/type-aliases/Normalization.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const Normalization = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  Normalization as default
};
