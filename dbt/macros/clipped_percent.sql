{#- A percentage held within 0 to 100; empty stays empty. -#}
{% macro clipped_percent(percent) -%}
    case
        when {{ percent }} < 0 then 0e0
        when {{ percent }} > 1e2 then 1e2
        else {{ percent }}
    end
{%- endmacro %}
