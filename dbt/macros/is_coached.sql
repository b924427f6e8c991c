{#- Whether quality flags say that a survey may have been coached. A changed mode makes its figures
    unlike the earlier ones and not worse, and is not among them. -#}
{% macro is_coached(quality_flags) -%}
    list_has_any({{ quality_flags }}, ['low_response', 'top_two_too_high', 'dont_know_too_low'])
{%- endmacro %}
