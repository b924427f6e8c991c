{#- A list of texts without an entry. -#}
{% macro empty_list() -%}
    cast([] as varchar [])
{%- endmacro %}
