import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Type Alias: ErrorCode","description":"","frontmatter":{},"headers":[],"relativePath":"api/langchain-tasb/type-aliases/ErrorCode.md","filePath":"api/langchain-tasb/type-aliases/ErrorCode.md"}');
const _sfc_main = { name: "api/langchain-tasb/type-aliases/ErrorCode.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="type-alias-errorcode" tabindex="-1">Type Alias: ErrorCode <a class="header-anchor" href="#type-alias-errorcode" aria-label="Permalink to &quot;Type Alias: ErrorCode&quot;">​</a></h1><div class="language-ts vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">ts</span><pre class="shiki shiki-themes github-light-high-contrast github-dark vp-code" tabindex="0"><code><span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">type</span><span style="--shiki-light:#702C00;--shiki-dark:#B392F0;"> ErrorCode</span><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;"> =</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;"> </span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;INVALID_ARGUMENT&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;ABORTED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;DISPOSED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;NOT_SUPPORTED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;MODEL_NOT_FOUND&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;MODEL_FILE_MISSING&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;MODEL_FILE_INVALID&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;MODEL_UNSUPPORTED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;MODEL_CHECK_FAILED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;TOKENIZER_INVALID&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;DOWNLOAD_FAILED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;DOWNLOAD_CORRUPT&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;DOWNLOAD_UNAUTHORIZED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;OFFLINE&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;ENGINE_UNAVAILABLE&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;INFERENCE_FAILED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;INFERENCE_WORKER_LOST&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;QUEUE_FULL&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;FINGERPRINT_MISMATCH&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;FILTER_INVALID&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;SNAPSHOT_NOT_FOUND&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;SNAPSHOT_READ_FAILED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;SNAPSHOT_CORRUPT&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;SNAPSHOT_VERSION&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;SNAPSHOT_LOCKED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;SNAPSHOT_WRITE_FAILED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;COLLECTION_UNAVAILABLE&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;COLLECTION_MISMATCH&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;COLLECTION_CORRUPT&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;IMPORT_INCOMPLETE&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;LANGUAGE_MODEL_FAILED&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;FILE_UNREADABLE&quot;</span></span>
<span class="line"><span style="--shiki-light:#A0111F;--shiki-dark:#F97583;">  |</span><span style="--shiki-light:#032563;--shiki-dark:#9ECBFF;"> &quot;FILE_FORMAT&quot;</span><span style="--shiki-light:#0E1116;--shiki-dark:#E1E4E8;">;</span></span></code></pre></div><p>Stable identifiers, one per kind of failure.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("api/langchain-tasb/type-aliases/ErrorCode.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const ErrorCode = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  ErrorCode as default
};
