{#- First day of the period that a label names, whatever its kind. -#}
{% macro period_begin(label) -%}
    case
    {%- for kind, months in period_kinds() %}
        when {{ period_kind_of(label) }} = '{{ kind }}'
            then {{ period_from_label(kind, months, label) }}
    {%- endfor %}
    end
{%- endmacro %}
