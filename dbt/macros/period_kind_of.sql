{#- Kind of the period that a label names: 2026-09, 2026-Q3, 2026-H2 or 2026. -#}
{% macro period_kind_of(label) -%}
    case
        when length({{ label }}) = 4 then 'year'
        when substring({{ label }}, 6, 1) = 'Q' then 'quarter'
        when substring({{ label }}, 6, 1) = 'H' then 'half_year'
        else 'month'
    end
{%- endmacro %}
