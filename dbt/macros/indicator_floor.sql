{#- The smallest sample on which a figure of an indicator may rest, from the catalogue. -#}
{% macro indicator_floor(indicator_id) -%}
    (select min_denominator from {{ ref('stg_indicator') }} where indicator_id = '{{ indicator_id }}')
{%- endmacro %}
