import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: meanInterval()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/meanInterval.md","filePath":"api/langchain-tasb/evaluation/functions/meanInterval.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/meanInterval.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-meaninterval" tabindex="-1">Function: meanInterval() <a class="header-anchor" href="#function-meaninterval" aria-label="Permalink to &quot;Function: meanInterval()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> meanInterval</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">values</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">level</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">?</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> readonly</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;"> [</span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;">number</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span><span style="--shiki-light:#023B95;--shiki-dark:#79B8FF;">number</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">];</span></span></code></pre></div><p>Confidence interval of a mean: mean ± t * s / sqrt(n), t of n - 1 degrees of freedom.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Default value</th><th>Description</th></tr></thead><tbody><tr><td><code>values</code></td><td><code>Float64Array</code></td><td><code>undefined</code></td><td>[n]; fewer than two give an interval without width</td></tr><tr><td><code>level?</code></td><td><code>number</code></td><td><code>0.95</code></td><td>default 0.95</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p>readonly [<code>number</code>, <code>number</code>]</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/meanInterval.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const meanInterval = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  meanInterval as default
};
