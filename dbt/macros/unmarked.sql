{#- The columns of a figure that no survey stands behind: what a wave would say of it is empty. -#}
{% macro unmarked() -%}
    {{ empty_list() }} as quality_flags,
    false as is_series_break,
    cast(null as varchar) as publish_reason
{%- endmacro %}
