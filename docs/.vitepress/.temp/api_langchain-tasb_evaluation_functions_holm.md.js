import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: holm()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/holm.md","filePath":"api/langchain-tasb/evaluation/functions/holm.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/holm.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-holm" tabindex="-1">Function: holm() <a class="header-anchor" href="#function-holm" aria-label="Permalink to &quot;Function: holm()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> holm</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">pValues</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;"> number</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">[];</span></span></code></pre></div><p>Holm&#39;s correction for several tests: adjusted p-values, to compare with the usual level. They bound the chance of even one false alarm among all tests, whatever depends on what.</p><pre><code>adjusted of the i-th smallest of m = max over j &lt;= i of min(1, (m - j + 1) * p_j)
</code></pre><p>Source: Holm 1979, &quot;A simple sequentially rejective multiple test procedure&quot;.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>pValues</code></td><td>readonly <code>number</code>[]</td><td>from 0 to 1, [m]</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><code>number</code>[]</p><p>in the same order, [m]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/holm.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const holm = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  holm as default
};
