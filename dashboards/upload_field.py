"""A field for a file, in the language of the page."""

import json

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboards.language import CHINESE, current

WORDING = """
(() => {
  const words = WORDS, field = document.querySelector("FIELD");
  const said = text => Object.entries(words).reduce((t, [a, b]) => t.replace(a, b), text);
  const speak = () => {
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, text = said(node.nodeValue);
      if (!node.parentElement.closest("script, [data-testid=stIconMaterial]")
        && text !== node.nodeValue) node.nodeValue = text;
    }
    for (const e of field.querySelectorAll("[aria-label]")) {
      const text = said(e.getAttribute("aria-label"));
      if (text !== e.getAttribute("aria-label")) e.setAttribute("aria-label", text);
    }
  };
  new MutationObserver(speak).observe(field, {subtree: true, childList: true});
  speak();
})();
"""
"""Streamlit has no words of its own but English ones for a field for files."""


def upload(label: str, key: str, megabytes: int) -> UploadedFile | None:
    """A field for one XLSX file; what Streamlit says in English is said in the page's language."""
    with st.container(key=f"field-{key}"):
        found = st.file_uploader(
            label, type="xlsx", key=key, max_upload_size=megabytes, label_visibility="collapsed"
        )
        words = {
            "Upload": "选择文件",
            f"{megabytes}MB per file": f"不超过{megabytes}兆",
            "file upload": label,
            "Add files": "换一份文件",
            "add icon": "",
            "Remove ": "移除 ",
        }
        if current() == CHINESE:
            script = WORDING.replace("FIELD", f".st-key-field-{key}")
            script = script.replace("WORDS", json.dumps(words, ensure_ascii=False))
            st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    return found
