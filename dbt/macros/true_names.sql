{#- A list of the names whose condition is true, in the order given; `conditions` are pairs of a
    name and a boolean, empty meaning no. -#}
{% macro true_names(conditions) -%}
    {%- for name, condition in conditions -%}
        case when {{ condition }} then cast(['{{ name }}'] as varchar []) else {{ empty_list() }} end
        {{- ' || ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
