import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: SnowballLanguage","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/bm25/type-aliases/SnowballLanguage.md","filePath":"api/langchain-tasb/bm25/type-aliases/SnowballLanguage.md"}');
const _sfc_main = { name: "api/langchain-tasb/bm25/type-aliases/SnowballLanguage.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-snowballlanguage" tabindex="-1">Type Alias: SnowballLanguage <a class="header-anchor" href="#type-alias-snowballlanguage" aria-label="Permalink to &quot;Type Alias: SnowballLanguage&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> SnowballLanguage</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> typeof</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> SNOWBALL_LANGUAGES</span><span style="--shiki-light:#023B95;--shiki-dark:#E1E4E8;">[number];</span></span></code></pre></div><p>A language with a stemmer of Snowball.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/bm25/type-aliases/SnowballLanguage.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const SnowballLanguage = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  SnowballLanguage as default
};
