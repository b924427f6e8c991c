{#- Position of an area level, 1 at the top. An area lies only in areas of a smaller rank. -#}
{% macro level_rank(level) -%}
    case {{ level }}
        when 'nation' then 1
        when 'region' then 2
        when 'city' then 3
        when 'banner' then 4
        when 'town' then 5
        when 'village' then 6
    end
{%- endmacro %}
