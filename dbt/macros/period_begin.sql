{#- First day of the period that a label names, whatever its kind. -#}
{% macro period_begin(label) -%}
    case {{ period_kind_of(label) }}
        {% for kind, months in period_kinds() %}
            when '{{ kind }}' then {{ period_from_label(kind, months, label) }}
        {% endfor %}
    end
{%- endmacro %}
