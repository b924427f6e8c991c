{#- A whole number of the catalogue, such as the limit or the follow-up of an indicator; empty
    where it names none. -#}
{% macro indicator_limit(indicator_id, column='limit_value') -%}
    (
        select cast(max({{ column }}) as integer) from {{ ref('stg_indicator') }}
        where indicator_id = '{{ indicator_id }}'
    )
{%- endmacro %}
