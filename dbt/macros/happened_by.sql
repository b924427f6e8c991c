{#- A date as known on the cut-off: what lies after it has not happened yet and is empty. -#}
{% macro happened_by(as_of, day) -%}
    case when {{ day }} <= {{ as_of }} then {{ day }} end
{%- endmacro %}
