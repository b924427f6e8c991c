{#- The registers that are derived from persons, with the smallest count of theirs that everyone
    may see and the field of work that they belong to. -#}
{% macro person_registers() -%}
    {% for register in var('person_registers') %}
        select
            '{{ register.contract }}' as contract,
            cast('{{ register.smallest_count }}' as integer) as smallest_count,
            '{{ register.domain }}' as domain
        {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
