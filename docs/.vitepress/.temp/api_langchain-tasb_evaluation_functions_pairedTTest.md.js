import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Function: pairedTTest()","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/evaluation/functions/pairedTTest.md","filePath":"api/langchain-tasb/evaluation/functions/pairedTTest.md"}');
const _sfc_main = { name: "api/langchain-tasb/evaluation/functions/pairedTTest.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="function-pairedttest" tabindex="-1">Function: pairedTTest() <a class="header-anchor" href="#function-pairedttest" aria-label="Permalink to &quot;Function: pairedTTest()&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">function</span><span style="--shiki-light:#622CBC;--shiki-dark:#B392F0;"> pairedTTest</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">(</span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">baseline</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">, </span><span style="--shiki-light:#702C00;--shiki-dark:#FFAB70;">contender</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">)</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">:</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> TTest</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>Two-sided paired t-test of mean(contender - baseline) = 0.</p><pre><code>t = mean(d) / (s / sqrt(n)),  s^2 = sum (d - mean(d))^2 / (n - 1)
</code></pre><p>Source: Student 1908; for retrieval, Smucker, Allan and Carterette 2007. Fewer than two queries, or no difference in any: t = 0 and p = 1. The same difference in every query: t infinite and p = 0.</p><h2 id="parameters" tabindex="-1">Parameters <a class="header-anchor" href="#parameters" aria-label="Permalink to &quot;Parameters&quot;">​</a></h2><table tabindex="0"><thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead><tbody><tr><td><code>baseline</code></td><td><code>Float64Array</code></td><td>values of the queries, [q]</td></tr><tr><td><code>contender</code></td><td><code>Float64Array</code></td><td>values of the same queries in the same order, [q]</td></tr></tbody></table><h2 id="returns" tabindex="-1">Returns <a class="header-anchor" href="#returns" aria-label="Permalink to &quot;Returns&quot;">​</a></h2><p><a href="./../interfaces/TTest.html"><code>TTest</code></a></p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/evaluation/functions/pairedTTest.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const pairedTTest = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  pairedTTest as default
};
